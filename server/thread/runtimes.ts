import { readFile } from 'node:fs/promises'
import { workerData } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import type * as Ort from 'onnxruntime-web'
import { RUNTIME } from '../../worker/runtime/assets.js'
import { KERNELS } from '../../worker/runtime/kernels.js'
import type { RuntimeSource } from '../../worker/runtime/source.js'
import type { ThreadData } from './thread.js'

const { runtime, threads } = workerData as ThreadData
const native = runtime === 'wasm' ? undefined : await findNative()
if (runtime === 'native' && !native)
  throw new Error('onnxruntime-node is not installed, or does not run here')

/** Where this thread has its runtimes from. */
export const threadSource: RuntimeSource = native ?? wasmSource()

/** onnxruntime-node, which is an optional peer of this package. */
async function findNative(): Promise<RuntimeSource | undefined> {
  try {
    // Not a literal, so that a project without it can be compiled and bundled.
    const name = 'onnxruntime-node'
    const module = (await import(/* @vite-ignore */ name)) as { default?: typeof Ort } & typeof Ort
    const ort = module.default ?? module
    return {
      cpu: 'native',
      reason: 'onnxruntime-node is installed',
      threads,
      load: async () => ort,
      loadKernels,
      // What the process took: nothing else works while a model is loaded.
      ...(runtime === 'auto' && { cpuTime: () => process.cpuUsage().user / 1000 }),
    }
  } catch {
    return undefined
  }
}

function wasmSource(): RuntimeSource {
  const { module, wasm } = RUNTIME.wasm
  return {
    cpu: 'wasm',
    reason: runtime === 'wasm' ? 'WASM was requested' : 'onnxruntime-node is not installed',
    async load() {
      const ort: typeof Ort = await import(/* @vite-ignore */ module.href)
      // By its bytes: in Node the runtime cannot fetch a file's address.
      ort.env.wasm.wasmBinary = gunzipSync(await readFile(wasm))
      return ort
    },
    loadKernels,
  }
}

async function loadKernels(name: keyof typeof KERNELS): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(KERNELS[name]))
}
