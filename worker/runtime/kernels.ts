import type { KernelModule } from './types.js'

/** The kernels of the CPU runtime, which ship beside the worker. In a module of their own: a worker may have no other runtime. */
export const KERNELS: Record<KernelModule, URL> = {
  plain: new URL(/* @vite-ignore */ './engine/plain.wasm', import.meta.url),
  relaxed: new URL(/* @vite-ignore */ './engine/relaxed.wasm', import.meta.url),
}

/** Fetches a module of kernels and compiles it. */
export async function fetchKernels(name: KernelModule): Promise<WebAssembly.Module> {
  const response = await fetch(KERNELS[name])
  if (!response.ok) throw new Error(`${KERNELS[name].pathname} answered ${response.status}`)
  // Compiled as it arrives, where the server gives it the type that this needs.
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer())
}
