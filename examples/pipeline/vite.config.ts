import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** `npm run build:lib`, then `npx vite examples/pipeline`. In a project of your own the alias is not needed. */
export default defineConfig({
  base: './',
  resolve: { alias: { webrerank: fileURLToPath(new URL('../../dist/index.js', import.meta.url)) } },
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
})
