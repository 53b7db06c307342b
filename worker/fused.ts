import type { ModelCard } from '../src/shared/model-card.js'
import type { Choice } from './device.js'
import { fuseModel } from './onnx/fuse.js'
import { halveModel } from './onnx/half.js'
import { bytesOfContent, type Content, sizeOf } from './source.js'

/** Larger weights are not copied for it: the time of a large model goes into its products. */
const MOST_BYTES = 2 ** 26

/**
 * Opens a model for a GPU by a graph of large steps, where there is one and the reference pairs show that it is right.
 * Else, or where it fails, by the graph as it is, and the reason is told.
 * @param open opens and checks
 */
export async function preferFused<T>(
  card: ModelCard,
  choice: Choice,
  weights: Content,
  open: (choice: Choice, weights: Content) => Promise<T>,
): Promise<T> {
  const fused = card.reference?.length ? await fuse(choice, weights) : undefined
  if (!fused) return open(choice, weights)
  try {
    return await open(choice, fused)
  } catch (error) {
    const reason = `${choice.reason}; by the graph as it is, since: ${(error as Error).message}`
    return open({ ...choice, reason }, weights).catch(() => {
      throw error
    })
  }
}

/** Nothing where the graph is not one that is known. */
async function fuse({ device, dtype }: Choice, weights: Content): Promise<Content | undefined> {
  if (device !== 'webgpu' || !(dtype === 'fp32' || dtype === 'fp16') || sizeOf(weights) > MOST_BYTES)
    return undefined
  try {
    const fused = fuseModel(await bytesOfContent(weights))
    return dtype === 'fp16' ? halveModel(fused) : fused
  } catch {
    return undefined
  }
}
