import type * as Ort from 'onnxruntime-web'
import type { RuntimeBuild } from '../../src/protocol/worker-api.js'
import { KERNELS, RUNTIME } from './assets.js'
import type { KernelModule, KernelModules } from './types.js'

/** Where a thread has its runtime from. */
export interface RuntimeSource {
  /** The build that runs models on the CPU. */
  cpu: 'wasm' | 'native'
  /** Why that one, for a person; default: what the choice of a device says. */
  reason?: string
  load(build: RuntimeBuild): Promise<typeof Ort>
  /** A module of our own engine, compiled. */
  loadKernels(name: KernelModule): Promise<WebAssembly.Module>
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
  async loadKernels(name) {
    const response = await fetch(KERNELS[name])
    if (!response.ok) throw new Error(`${KERNELS[name].pathname} answered ${response.status}`)
    // Compiled as it arrives, where the server gives it the type that this needs.
    return response.headers.get('content-type')?.startsWith('application/wasm')
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer())
  },
}

let kernels: Partial<Record<KernelModule, Promise<WebAssembly.Module>>> = {}

/** A module of our own engine, loaded at the first call. */
export function loadKernels(name: KernelModule): Promise<WebAssembly.Module> {
  kernels[name] ??= source.loadKernels(name)
  return kernels[name]
}

export async function loadedKernels(): Promise<KernelModules> {
  const loaded: KernelModules = {}
  for (const [name, module] of Object.entries(kernels)) {
    const compiled = await module.catch(() => undefined)
    if (compiled) loaded[name as KernelModule] = compiled
  }
  return loaded
}

/** Takes the modules that another worker has compiled. */
export function shareKernels(modules: KernelModules): void {
  kernels = Object.fromEntries(
    Object.entries(modules).map(([name, module]) => [name, Promise.resolve(module)]),
  )
}

/** Sets another source, which a server's thread does before it loads a model: it has files, and maybe a native runtime. */
export function setRuntimeSource(own: RuntimeSource): void {
  source = own
}

export function runtimeSource(): RuntimeSource {
  return source
}
