import type { RuntimeBuild } from '../../src/protocol/worker-api.js'

/**
 * ONNX Runtime, which ships beside the worker: binaries are in gzip. Each URL is spelt out in full, since that is the form in which bundlers see it
 * and bring the file along; `@vite-ignore` keeps this package's own build from doing so.
 */
export const RUNTIME: Record<Exclude<RuntimeBuild, 'engine' | 'native'>, { module: URL; wasm: URL }> = {
  wasm: {
    module: new URL(/* @vite-ignore */ './ort/ort-wasm.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-wasm.wasm.gz', import.meta.url),
  },
  jspi: {
    module: new URL(/* @vite-ignore */ './ort/ort-jspi.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-jspi.wasm.gz', import.meta.url),
  },
  asyncify: {
    module: new URL(/* @vite-ignore */ './ort/ort-asyncify.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-asyncify.wasm.gz', import.meta.url),
  },
}
