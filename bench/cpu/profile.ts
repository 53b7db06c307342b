import type { Heap, Kernels } from '../../worker/runtime/cpu/heap.js'

/** Milliseconds by stage. */
export type Stages = Map<string, number>

/** A heap whose kernels are timed. A product is named by its sizes: `256 -> 64`. */
export function profiled(heap: Heap): { heap: Heap; stages: Stages } {
  const stages: Stages = new Map()
  const kernels = Object.fromEntries(
    Object.entries(heap.kernels).map(([name, kernel]) => {
      if (typeof kernel !== 'function' || /Scratch|heapBase|pack/.test(name)) return [name, kernel]
      const timed = (...numbers: number[]) => {
        const start = performance.now()
        kernel(...numbers)
        const time = performance.now() - start
        const stage = /^gemm(Words|Bytes)/.test(name) ? `product ${numbers[7]} -> ${numbers[6]}` : name
        stages.set(stage, (stages.get(stage) ?? 0) + time)
      }
      return [name, timed]
    }),
  )
  return { heap: { ...heap, kernels: kernels as unknown as Kernels }, stages }
}
