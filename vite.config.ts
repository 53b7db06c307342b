import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { offlineFiles, shareAddress, siteLinks, smallPage } from './scripts/build/demo-plugins.mjs'

/** The demo site. It takes the library as any page does, from dist/, so that what is shown is what ships. */
export default defineConfig({
  base: './',
  // What is under public/ belongs to the library's build; the icons of the site are beside its source.
  publicDir: 'src/demo/public',
  resolve: {
    alias: [
      { find: /^webrerank$/, replacement: fileURLToPath(new URL('./dist/index.js', import.meta.url)) },
      {
        find: /^webrerank\/models$/,
        replacement: fileURLToPath(new URL('./dist/models.js', import.meta.url)),
      },
      {
        find: /^webrerank\/search$/,
        replacement: fileURLToPath(new URL('./dist/search.js', import.meta.url)),
      },
      {
        find: /^webrerank\/worker$/,
        replacement: fileURLToPath(new URL('./dist/worker.js', import.meta.url)),
      },
    ],
  },
  plugins: [shareAddress(), siteLinks(), smallPage(), offlineFiles()],
  build: {
    outDir: 'site',
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/demo/offline/sw.ts' },
      // A service worker rules the folder that it is in.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { port: 4173 },
  preview: { port: 4173 },
})
