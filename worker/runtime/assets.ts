import type { RuntimeBuild } from '../../src/protocol/worker-api.js'
import type { KernelModule } from './types.js'

/**
 * Files that ship beside the worker. Each URL is spelt out in full, since that is the form in which bundlers see it
 * and bring the file along; `@vite-ignore` keeps this package's own build from doing so.
 */
export const RUNTIME: Record<Exclude<RuntimeBuild, 'engine' | 'native'>, { module: URL; wasm: URL }> = {
  wasm: {
    module: new URL(/* @vite-ignore */ './ort/ort-wasm.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-wasm.wasm', import.meta.url),
  },
  jspi: {
    module: new URL(/* @vite-ignore */ './ort/ort-jspi.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-jspi.wasm', import.meta.url),
  },
  asyncify: {
    module: new URL(/* @vite-ignore */ './ort/ort-asyncify.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-asyncify.wasm', import.meta.url),
  },
}

/** The kernels of the CPU runtime. */
export const KERNELS: Record<KernelModule, URL> = {
  plain: new URL(/* @vite-ignore */ './engine/plain.wasm', import.meta.url),
  relaxed: new URL(/* @vite-ignore */ './engine/relaxed.wasm', import.meta.url),
}
