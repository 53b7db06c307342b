import type * as Ort from 'onnxruntime-web'
import type { RuntimeBuild } from '../../src/protocol/worker-api.js'
import type { TellBusy } from './busy.js'
import { requestDeviceWithoutSubgroups } from './gpu-device.js'
import type { KernelModule, KernelModules } from './types.js'

/** Where a thread has its runtime from. */
export interface RuntimeSource {
  /** The build that runs models on the CPU. */
  cpu: 'wasm' | 'native'
  /** Why that one, for a person; default: what the choice of a device says. */
  reason?: string
  /** Threads that the native build may have. Default: as many as it likes. */
  threads?: number
  /**
   * Milliseconds of CPU time so far, where the native build and the CPU runtime are compared by it and the faster one is
   * taken. Default: the native build, where there is one.
   */
  cpuTime?(): number
  /** Why there is no WebGPU, where it is not even looked for. */
  withoutGpu?: string
  load(build: RuntimeBuild): Promise<typeof Ort>
  /** A module of the CPU runtime's kernels, compiled. */
  loadKernels(name: KernelModule): Promise<WebAssembly.Module>
}

/** The runtimes of one worker: what it loads of them is loaded once. */
export interface Runtimes {
  /** Told when a runtime is about to hold up the thread. */
  tellBusy: TellBusy
  /** Where they come from. */
  readonly source: RuntimeSource
  /** A module of the CPU runtime's kernels, loaded at the first call. */
  loadKernels(name: KernelModule): Promise<WebAssembly.Module>
  /** The modules that are compiled, for another worker. */
  loadedKernels(): Promise<KernelModules>
  /** Takes the modules that another worker has compiled. */
  shareKernels(modules: KernelModules): void
  /** The one GPU device of all sessions, where ONNX Runtime's own would have subgroups that are too narrow for it. */
  gpuDevice(): Promise<GPUDevice | undefined>
}

export function createRuntimes(source: RuntimeSource, tellBusy: TellBusy = () => {}): Runtimes {
  let kernels: Partial<Record<KernelModule, Promise<WebAssembly.Module>>> = {}
  let device: Promise<GPUDevice | undefined> | undefined
  return {
    source,
    tellBusy,
    loadKernels(name) {
      kernels[name] ??= source.loadKernels(name)
      return kernels[name]
    },
    async loadedKernels() {
      const loaded: KernelModules = {}
      for (const [name, module] of Object.entries(kernels)) {
        const compiled = await module.catch(() => undefined)
        if (compiled) loaded[name as KernelModule] = compiled
      }
      return loaded
    },
    shareKernels(modules) {
      kernels = Object.fromEntries(
        Object.entries(modules).map(([name, module]) => [name, Promise.resolve(module)]),
      )
    },
    gpuDevice() {
      device ??= requestDeviceWithoutSubgroups()
      return device
    },
  }
}
