import type * as Ort from 'onnxruntime-web'
import { inflate } from '../bytes/inflate.js'
import { RUNTIME } from './assets.js'
import { fetchKernels } from './kernels.js'
import type { RuntimeSource } from './source.js'

/** The files beside the worker, by their URLs. */
export const pageSource: RuntimeSource = {
  cpu: 'wasm',
  async load(build) {
    if (build === 'native' || build === 'engine')
      throw new Error(`a page has no ${build} build of ONNX Runtime`)
    const { module, wasm } = RUNTIME[build]
    const [ort, binary] = await Promise.all([
      import(/* @vite-ignore */ /* webpackIgnore: true */ module.href) as Promise<typeof Ort>,
      fetchBinary(wasm),
    ])
    // By its bytes: otherwise the runtime fetches glue code that it already has inside.
    ort.env.wasm.wasmBinary = binary
    return ort
  },
  loadKernels: fetchKernels,
}

async function fetchBinary(address: URL): Promise<ArrayBuffer> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`)
  return inflate(await response.arrayBuffer())
}
