import { recipe } from './recipe.mjs'
import { pinned } from './versions.mjs'

/** @import { Project, Run } from '../types.js' */

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
      ...recipe('nextjs'),
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
