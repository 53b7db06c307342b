import type * as Ort from 'onnxruntime-web'
import type { RuntimeBuild } from '../src/shared/protocol.js'
import { ENGINE, RUNTIME } from './assets.js'
import type { EngineModule } from './cpu/kernels.js'

/** Where a thread has its runtime from. */
export interface RuntimeSource {
  /** The build that runs models on the CPU. */
  cpu: 'wasm' | 'native'
  /** Why that one, for a person; default: what the choice of a device says. */
  reason?: string
  load(build: RuntimeBuild): Promise<typeof Ort>
  /** A module of our own engine. */
  loadEngine(name: EngineModule): Promise<Uint8Array<ArrayBuffer>>
}

/** The files beside the worker, by their addresses. */
let source: RuntimeSource = {
  cpu: 'wasm',
  async load(build) {
    if (build === 'native' || build === 'engine')
      throw new Error(`a page has no ${build} build of ONNX Runtime`)
    const { module, wasm } = RUNTIME[build]
    const ort: typeof Ort = await import(/* @vite-ignore */ /* webpackIgnore: true */ module.href)
    // An object with `wasm` alone: anything else would make the runtime fetch glue code that it already has inside.
    ort.env.wasm.wasmPaths = { wasm: wasm.href }
    return ort
  },
  async loadEngine(name) {
    const response = await fetch(ENGINE[name])
    if (!response.ok) throw new Error(`${ENGINE[name].pathname} answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  },
}

/** Sets another source, which a server's thread does before it loads a model: it has files, and maybe a native runtime. */
export function setRuntimeSource(own: RuntimeSource): void {
  source = own
}

export function runtimeSource(): RuntimeSource {
  return source
}
