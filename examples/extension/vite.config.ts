import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** `npm run build:lib`, then `npx vite build examples/extension`. */
export default defineConfig({
  base: './',
  plugins: [modelFiles()],
  worker: { format: 'es', rolldownOptions: { output: { assetFileNames: placeOf } } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        popup: here('popup.html'),
        offscreen: here('offscreen.html'),
        'service-worker': here('service-worker.ts'),
      },
      // The manifest names the service worker.
      output: { entryFileNames: '[name].js' },
    },
  },
})

/** The offscreen document's worker takes the files that the service worker has, so that they are in the extension once. */
function placeOf({ originalFileNames: [file = ''] }: { originalFileNames: string[] }): string {
  const [, inPackage] = /\/dist\/((?:engine|models)\/.+)$/.exec(file) ?? []
  return inPackage ? `webrerank/${inPackage}` : 'assets/[name]-[hash][extname]'
}

/** The model and its kernels beside the service worker, where `fetchFiles` looks for them. */
function modelFiles(): Plugin {
  const files = [
    'engine/plain.wasm',
    'engine/relaxed.wasm',
    ...['tokenizer.json', 'match.bin', 'related.bin', 'vectors.bin', 'onnx/model_quantized.onnx'].map(
      (file) => `models/webrerank-tiny-en/${file}`,
    ),
  ]
  return {
    name: 'model-files',
    apply: 'build',
    async generateBundle() {
      for (const file of files) {
        const source = await readFile(fileURLToPath(import.meta.resolve(`webrerank/dist/${file}`)))
        this.emitFile({ type: 'asset', fileName: `webrerank/${file}`, source })
      }
    },
  }
}
