// Frameworks on Vite: hooks, composables, server rendering, hot reloads.
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { page, REQUEST } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const PORT = ['--port', '{port}', '--strictPort', '--host', 'localhost']
const VITE_RUNS = [
  { name: 'development', serve: ['npx', 'vite', ...PORT], page: '/' },
  { name: 'build', build: [['npx', 'vite', 'build']], output: 'dist', page: '/' },
]

/** Told once the answer is there, with the workers that were started and not ended. */
const COUNT_WORKERS = `const Original = globalThis.Worker
globalThis.workers = new Set()
globalThis.Worker = class extends Original {
  constructor(...rest) { super(...rest); globalThis.workers.add(this) }
  terminate() { super.terminate(); globalThis.workers.delete(this) }
}
`

/** @type {Project} */
const react = {
  name: 'react',
  title: 'React, StrictMode',
  ...pinned('react'),
  files: {
    'vite.config.js': "import react from '@vitejs/plugin-react'\nexport default { plugins: [react()] }\n",
    'index.html': page('/src/main.jsx'),
    'src/count.js': COUNT_WORKERS,
    'src/main.jsx': `import './count.js'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.jsx'
createRoot(document.querySelector('#app')).render(<StrictMode><App /></StrictMode>)
`,
    'src/app.jsx': `import { createReranker } from 'webrerank'
import { useRerank, useReranker } from 'webrerank/react'

const request = ${REQUEST}

export function App() {
  const reranker = useReranker(() => createReranker({ workers: 1 }))
  const { answer, error } = useRerank(reranker, request)
  if (answer) document.title = ['ranked', answer.results[0].index, answer.webrerank.device, globalThis.workers.size].join(' ')
  if (error) document.title = 'failed ' + error.message
  return <p>ready</p>
}
`,
  },
  runs: [
    {
      ...VITE_RUNS[0],
      name: 'development, hot reload',
      /** One worker at a time, however often the component is loaded anew. */
      async afterwards({ browser, folder, origin, ranked }) {
        if (!ranked.title.endsWith(' 1')) throw new Error(`not one worker in StrictMode: ${ranked.title}`)
        const tab = await browser.newPage()
        await tab.goto(origin)
        await tab.waitForFunction(() => document.title.startsWith('ranked'), undefined, { timeout: 60_000 })
        for (let i = 1; i <= 3; i++) {
          appendFileSync(path.join(folder, 'src/app.jsx'), `// change ${i}\n`)
          await tab.waitForEvent('console', { predicate: (m) => /hot updated/.test(m.text()), timeout: 30_000 })
        }
        await tab.waitForTimeout(1000)
        const left = await tab.evaluate('globalThis.workers.size')
        await tab.close()
        if (Number(left) > 1) throw new Error(`${left} workers are left after hot reloads`)
      },
    },
    VITE_RUNS[1],
  ],
}

/** @type {Project} */
const vue = {
  name: 'vue',
  title: 'Vue',
  ...pinned('vue'),
  files: {
    'vite.config.js': "import vue from '@vitejs/plugin-vue'\nexport default { plugins: [vue()] }\n",
    'index.html': page('/src/main.js'),
    'src/main.js':
      "import { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App).mount('#app')\n",
    'src/App.vue': `<script setup>
import { createReranker } from 'webrerank'
import { useRerank, useReranker } from 'webrerank/vue'
import { watchEffect } from 'vue'

const reranker = useReranker(() => createReranker())
const state = useRerank(reranker, () => (${REQUEST}))
watchEffect(() => {
  if (state.answer) document.title = ['ranked', state.answer.results[0].index, state.answer.webrerank.device].join(' ')
  if (state.error) document.title = 'failed ' + state.error.message
})
</script>
<template><p>{{ state.status }}</p></template>
`,
  },
  runs: VITE_RUNS,
}

const IN_BROWSER = `const request = ${REQUEST}
const rank = async () => {
  const { createReranker } = await import('webrerank')
  const reranker = createReranker()
  try {
    const { results, webrerank } = await reranker.rank(request)
    document.title = ['ranked', results[0].index, webrerank.device].join(' ')
  } catch (error) {
    document.title = 'failed ' + error.message
  }
}
`

/** @type {Project} */
const svelteKit = {
  name: 'sveltekit',
  title: 'SvelteKit',
  ...pinned('sveltekit'),
  files: {
    'vite.config.js':
      "import { sveltekit } from '@sveltejs/kit/vite'\nexport default { plugins: [sveltekit()] }\n",
    'svelte.config.js': "import adapter from '@sveltejs/adapter-static'\nexport default { kit: { adapter: adapter() } }\n",
    'src/app.html':
      '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>\n',
    'src/routes/+layout.js': 'export const prerender = true\n',
    'src/routes/+page.svelte': `<script>
  import { onMount } from 'svelte'
  import { createReranker } from 'webrerank'
  let { data } = $props()
  onMount(() => {
    const reranker = createReranker()
    reranker.rank(${REQUEST}).then(
      ({ results, webrerank }) => { document.title = ['ranked', results[0].index, webrerank.device].join(' ') },
      (error) => { document.title = 'failed ' + error.message },
    )
    return () => reranker.dispose()
  })
</script>
<p>app</p>
`,
  },
  runs: [VITE_RUNS[0], { ...VITE_RUNS[1], output: 'build' }],
}

/** @type {Project} */
const nuxt = {
  name: 'nuxt',
  title: 'Nuxt',
  ...pinned('nuxt'),
  files: {
    'nuxt.config.ts': "export default defineNuxtConfig({ compatibilityDate: '2026-01-01', telemetry: false })\n",
    'app.vue': `<script setup>
import { createReranker } from 'webrerank'
import { useRerank, useReranker } from 'webrerank/vue'
const reranker = useReranker(() => createReranker())
const state = useRerank(reranker, () => (${REQUEST}))
watchEffect(() => {
  if (state.answer) document.title = ['ranked', state.answer.results[0].index, state.answer.webrerank.device].join(' ')
  if (state.error) document.title = 'failed ' + state.error.message
})
</script>
<template><p>{{ state.status }}</p></template>
`,
  },
  runs: [
    { name: 'static', build: [['npx', 'nuxt', 'generate']], output: '.output/public', page: '/' },
    { name: 'development', serve: ['npx', 'nuxt', 'dev', '--port', '{port}'], page: '/' },
  ],
}

/** @type {Project} */
const astro = {
  name: 'astro',
  title: 'Astro',
  ...pinned('astro'),
  files: {
    'src/pages/index.astro': `<html lang="en"><head><title>app</title></head><body><p>app</p>
<script>
${IN_BROWSER}rank()
</script></body></html>
`,
  },
  runs: [
    { name: 'build', build: [['npx', 'astro', 'build']], output: 'dist', page: '/', environment: { ASTRO_TELEMETRY_DISABLED: '1' } },
    {
      name: 'development',
      serve: ['npx', 'astro', 'dev', '--port', '{port}'],
      page: '/',
      environment: { ASTRO_TELEMETRY_DISABLED: '1' },
    },
  ],
}

export const FRAMEWORKS = [react, vue, svelteKit, nuxt, astro]
