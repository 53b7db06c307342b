import { freePort } from '../serve.mjs'
import { page, rankAndTell } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const PORT = ['--port', '{port}', '--strictPort', '--host', 'localhost']
const ASSETS_PORT = String(await freePort())

/** @param {string} major @returns {Project} */
const vite = (major, fast = false) => ({
  name: `vite-${major}`,
  title: 'Vite',
  fast,
  ...pinned(`vite-${major}`),
  files: { 'index.html': page('/src/main.js'), 'src/main.js': rankAndTell() },
  runs: [
    { name: 'development', serve: ['npx', 'vite', ...PORT], page: '/' },
    {
      name: 'development, NODE_ENV=production',
      serve: ['npx', 'vite', '--force', '--base', '/deep/', ...PORT],
      environment: { NODE_ENV: 'production' },
      page: '/deep/',
    },
    { name: 'build', build: [['npx', 'vite', 'build']], output: 'dist', page: '/' },
    {
      name: 'build, assets on another origin',
      build: [['npx', 'vite', 'build', '--outDir', 'far', '--base', `http://127.0.0.1:${ASSETS_PORT}/`]],
      output: 'far',
      assets: ASSETS_PORT,
      page: '/',
    },
  ],
})

/** @type {Project} */
const vitepress = {
  name: 'vitepress',
  title: 'VitePress',
  ...pinned('vitepress'),
  files: {
    'index.md':
      '# App\n\n<script setup>\nimport { onMounted } from "vue"\nonMounted(() => import("./rank.js"))\n</script>\n',
    'rank.js': rankAndTell(),
  },
  runs: [
    { name: 'development', serve: ['npx', 'vitepress', 'dev', '.', '--port', '{port}'], page: '/' },
    { name: 'build', build: [['npx', 'vitepress', 'build', '.']], output: '.vitepress/dist', page: '/' },
  ],
}

export const VITE = [vite('8', true), vite('7'), vite('6'), vite('5'), vitepress]
