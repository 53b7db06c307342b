import { REQUEST } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project, Run } from '../types.js' */

const CLIENT = `'use client'
import { useRerank, useReranker } from 'webrerank/react'
import { createReranker } from 'webrerank'
import { useEffect } from 'react'

const request = ${REQUEST}

export default function Rank() {
  const reranker = useReranker(() => createReranker())
  const { status, answer, error } = useRerank(reranker, request)
  useEffect(() => {
    if (answer) document.title = ['ranked', answer.results[0].index, answer.webrerank.device].join(' ')
    if (error) document.title = 'failed ' + error.message
  }, [answer, error])
  return <p>{status}</p>
}
`

/** @param {string} name @param {string[]} flags @param {Record<string, string>} [environment] @returns {Run} */
const run = (name, flags, environment = {}) => ({
  name,
  build: [['npx', 'next', 'build', ...flags]],
  output: 'out',
  base: environment.BASE_PATH ? `${environment.BASE_PATH}/` : '/',
  page: environment.BASE_PATH ? `${environment.BASE_PATH}/` : '/',
  environment: { NEXT_TELEMETRY_DISABLED: '1', ...environment },
})

/** @type {Project[]} */
export const NEXT = [
  {
    name: 'next',
    title: 'Next.js',
    ...pinned('next'),
    files: {
      'next.config.mjs': `export default {
  output: 'export',
  trailingSlash: true,
  reactStrictMode: true,
  basePath: process.env.BASE_PATH ?? '',
  turbopack: { root: import.meta.dirname },
}
`,
      'app/layout.jsx':
        'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }\n',
      'app/page.jsx':
        "import Rank from './rank.jsx'\nexport default function Page() { return <Rank /> }\n",
      'app/rank.jsx': CLIENT,
    },
    runs: [
      run('static export, Turbopack', []),
      run('static export, webpack, basePath', ['--webpack'], { BASE_PATH: '/deep' }),
      {
        name: 'development, Turbopack',
        serve: ['npx', 'next', 'dev', '--port', '{port}'],
        page: '/',
        environment: { NEXT_TELEMETRY_DISABLED: '1' },
      },
    ],
  },
]
