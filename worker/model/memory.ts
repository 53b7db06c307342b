import { RerankError } from '../../src/protocol/errors.js'
import type { Choice } from '../runtime/types.js'

/** What WASM addresses. */
const WASM_BYTES = 2 ** 32
/** What a runtime takes beside weights: itself, and the states of one pair. */
const BESIDE = 2 ** 29

/**
 * Refuses a decoder whose weights cannot be opened here, before they are downloaded where their size is known. On a CPU the runtime
 * has them twice while it rearranges them. What a GPU has is not known, and a native process has the machine's memory.
 * @param weights bytes
 * @param deviceMemory gigabytes, as browsers say it: 8 at most. Default: not known
 * @throws RerankError `out_of_memory`
 */
export function requireMemory(
  id: string,
  { build }: Pick<Choice, 'build'>,
  weights: number,
  deviceMemory?: number,
): void {
  if (build !== 'wasm') return
  const needed = 2 * weights + BESIDE
  const there = Math.min(
    WASM_BYTES,
    deviceMemory === undefined || deviceMemory >= 8 ? Infinity : deviceMemory * 2 ** 30,
  )
  if (needed <= there) return
  throw new RerankError(
    'out_of_memory',
    `${id} needs about ${gigabytes(needed)} GB of memory on the CPU, and ${gigabytes(there)} GB are there: choose a smaller model, or one for a GPU`,
    { param: 'model', details: { needed, available: there } },
  )
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1)
}
