// Frameworks, each with the files of its recipe in the documentation.
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { page } from './app.mjs'
import { recipe } from './recipe.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const PORT = ['--port', '{port}', '--strictPort', '--host', 'localhost']
const DEVELOPMENT = { name: 'development', serve: ['npx', 'vite', ...PORT], page: '/' }
const BUILD = { name: 'build', build: [['npx', 'vite', 'build']], output: 'dist', page: '/' }

/** Counts the workers that were started and not ended. */
const COUNT_WORKERS = `const Original = globalThis.Worker
globalThis.workers = new Set()
globalThis.Worker = class extends Original {
  constructor(...rest) {
    super(...rest)
    globalThis.workers.add(this)
  }
  terminate() {
    super.terminate()
    globalThis.workers.delete(this)
  }
}
`

/** A component is mounted twice, and then loaded anew again and again: one worker is left. */
async function checkWorkers({ browser, folder, origin }) {
  const tab = await browser.newPage()
  try {
    const count = async (/** @type {string} */ when) => {
      await tab.waitForFunction("document.querySelector('ol li')", undefined, { timeout: 60_000 })
      const workers = await tab.evaluate('globalThis.workers.size')
      if (workers !== 1) throw new Error(`${workers} workers ${when}`)
    }
    await tab.goto(origin)
    await count('in StrictMode')
    for (let i = 1; i <= 3; i++) {
      const updated = tab.waitForEvent('console', {
        predicate: (message) => /hot updated/.test(message.text()),
        timeout: 30_000,
      })
      appendFileSync(path.join(folder, 'src/Search.jsx'), `// change ${i}\n`)
      await updated
      // Vite takes changes that follow at once for one.
      await tab.waitForTimeout(1000)
      await count('after a hot reload')
    }
  } finally {
    await tab.close()
  }
}

/** @type {Project} */
const react = {
  name: 'react',
  title: 'React, StrictMode',
  ...pinned('react'),
  files: {
    ...recipe('react'),
    'vite.config.js': "import react from '@vitejs/plugin-react'\nexport default { plugins: [react()] }\n",
    'index.html': page('/src/main.jsx'),
    'src/count.js': COUNT_WORKERS,
    'src/main.jsx': `import './count.js'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Search } from './Search.jsx'
createRoot(document.querySelector('#app')).render(<StrictMode><Search /></StrictMode>)
`,
  },
  runs: [{ ...DEVELOPMENT, name: 'development, hot reload', afterwards: checkWorkers }, BUILD],
}

/** @type {Project} */
const vue = {
  name: 'vue',
  title: 'Vue',
  ...pinned('vue'),
  files: {
    ...recipe('vue'),
    'vite.config.js': "import vue from '@vitejs/plugin-vue'\nexport default { plugins: [vue()] }\n",
    'index.html': page('/src/main.js'),
    'src/main.js':
      "import { createApp } from 'vue'\nimport Search from './Search.vue'\ncreateApp(Search).mount('#app')\n",
  },
  runs: [DEVELOPMENT, BUILD],
}

/** @type {Project} */
const svelteKit = {
  name: 'sveltekit',
  title: 'SvelteKit',
  ...pinned('sveltekit'),
  files: {
    ...recipe('svelte'),
    'vite.config.js': `import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
export default { plugins: [sveltekit({ adapter: adapter() })] }
`,
    'src/app.html':
      '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>\n',
    'src/routes/+layout.js': 'export const prerender = true\n',
  },
  runs: [DEVELOPMENT, { ...BUILD, output: 'build' }],
}

/** @type {Project} */
const nuxt = {
  name: 'nuxt',
  title: 'Nuxt',
  ...pinned('nuxt'),
  files: {
    ...recipe('nuxt'),
    'nuxt.config.ts':
      "export default defineNuxtConfig({ compatibilityDate: '2026-01-01', telemetry: false })\n",
  },
  runs: [
    { name: 'static', build: [['npx', 'nuxt', 'generate']], output: '.output/public', page: '/' },
    { name: 'development', serve: ['npx', 'nuxt', 'dev', '--port', '{port}'], page: '/' },
  ],
}

const QUIET = { ASTRO_TELEMETRY_DISABLED: '1' }

/** @type {Project} */
const astro = {
  name: 'astro',
  title: 'Astro',
  ...pinned('astro'),
  files: recipe('astro'),
  runs: [
    { name: 'build', build: [['npx', 'astro', 'build']], output: 'dist', page: '/', environment: QUIET },
    {
      name: 'development',
      serve: ['npx', 'astro', 'dev', '--port', '{port}'],
      page: '/',
      environment: QUIET,
    },
  ],
}

export const FRAMEWORKS = [react, vue, svelteKit, nuxt, astro]
