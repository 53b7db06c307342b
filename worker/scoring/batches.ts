import type { BatchLimits } from './types.js'

/**
 * CPU: one pair at its exact length. Padding would cost time, and the int8 activation scales of ONNX Runtime span a
 * whole batch, so that company would change a score.
 */
export const CPU_LIMITS: BatchLimits = { pairs: 1, tokens: Infinity, attention: Infinity, multiple: 1 }

/**
 * GPU: 2^21 attention scores are 128 MiB in fp32 with 16 heads, the binding size every WebGPU device has. Lengths are
 * multiples of 8, since WebGPU kernels are compiled for length % 4 and not for each length.
 */
export const GPU_LIMITS: BatchLimits = { pairs: 64, tokens: 4096, attention: 2 ** 21, multiple: 8 }

/**
 * Groups pairs by their lengths. Every position is in exactly one batch. Batches of one keep the given order; larger
 * ones take the longest pairs first, so that neighbours have like lengths and memory peaks at the start, not the end.
 * @param inOrder keeps the given order in any case
 */
export function planBatches(lengths: readonly number[], limits: BatchLimits, inOrder = false): number[][] {
  const order = lengths.map((_, index) => index)
  if (limits.pairs === 1) return order.map((index) => [index])
  if (!inOrder) order.sort((a, b) => lengths[b]! - lengths[a]! || a - b)
  const batches: number[][] = []
  let columns = 0
  for (const index of order) {
    const batch = batches.at(-1)
    const rows = (batch?.length ?? 0) + 1
    const own = roundUp(lengths[index]!, limits.multiple)
    columns = Math.max(batch ? columns : 0, own)
    const fits =
      rows <= limits.pairs && rows * columns <= limits.tokens && rows * columns * columns <= limits.attention
    if (batch && fits) {
      batch.push(index)
    } else {
      batches.push([index])
      columns = own
    }
  }
  return batches
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}
