import type { ModelCard } from '../../src/protocol/model-card.js'
import { bytesOfContent, type Content, sizeOf, sourceOf } from '../bytes/content.js'
import { isolateGraph, WEIGHTS_LOCATION } from '../onnx/rewrite/externalize.js'
import { firstTokenOnly } from '../onnx/rewrite/first-token.js'
import { halveModel } from '../onnx/rewrite/float16.js'
import { fuseModel } from '../onnx/rewrite/fuse.js'
import type { Choice, ExternalFile, Rewritten } from '../runtime/types.js'

/** Larger weights are not copied to fuse steps: the time of a large model goes into its products. */
const MOST_FUSED_BYTES = 2 ** 27

/**
 * Opens a model for a GPU by a graph that costs less, where there is one and the reference pairs show that it is right:
 * one of large steps, or the file's own with the last layer computed for the first token alone. Else, or where it fails,
 * by the graph as it is, and the reason is told.
 * @param beside files that hold tensors of the graph
 * @param open opens and checks
 */
export async function preferRewritten<T>(
  card: ModelCard,
  choice: Choice,
  weights: Content,
  beside: readonly ExternalFile[],
  open: (choice: Choice, model: Rewritten) => Promise<T>,
): Promise<T> {
  const wanted = choice.device === 'webgpu' && !!card.reference?.length && !card.decoder
  const rewritten = wanted ? await rewrite(choice, weights, beside) : undefined
  if (!rewritten) return open(choice, { weights })
  try {
    return await open(choice, rewritten)
  } catch (error) {
    const reason = `${choice.reason}; by the graph as it is, since: ${(error as Error).message}`
    return open({ ...choice, reason }, { weights })
  }
}

/** Nothing where the graph is not one that is known. */
async function rewrite(
  { dtype }: Choice,
  weights: Content,
  beside: readonly ExternalFile[],
): Promise<Rewritten | undefined> {
  if (!(dtype === 'fp32' || dtype === 'fp16')) return undefined
  try {
    if (beside.length === 0 && sizeOf(weights) <= MOST_FUSED_BYTES) {
      const fused = fuseModel(await bytesOfContent(weights))
      return { weights: dtype === 'fp16' ? halveModel(fused) : fused }
    }
  } catch {
    // Another kind of encoder, of which the graph stays but for its last layer.
  }
  try {
    const files = new Map(beside.map(({ path, data }) => [path, sourceOf(data)]))
    const source = sourceOf(weights)
    files.set(WEIGHTS_LOCATION, source)
    return { weights, graph: firstTokenOnly(isolateGraph(source), (location) => files.get(location)) }
  } catch {
    return undefined
  }
}
