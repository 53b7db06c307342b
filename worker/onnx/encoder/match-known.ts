import type { OnnxModel } from '../format/model.js'
import type { Elsewhere } from '../format/tensor.js'
import { linearOf } from './linear.js'
import { readBert } from './match-encoder.js'
import { readModernBert } from './match-modernbert.js'
import { createGraph } from './matcher.js'
import { TRIED, trialOf } from './trial.js'
import type { EncoderWeights } from './weights.js'

/**
 * Finds the encoder that a graph computes, of any kind that the CPU runtime knows.
 * @param elsewhere the files that hold tensors which the model does not
 * @throws Error for every other graph
 */
export function matchKnown(model: OnnxModel, elsewhere?: Elsewhere): EncoderWeights {
  const graph = createGraph(model, trialOf(TRIED), elsewhere)
  // Of what these kinds have, BERT's head alone has a tanh.
  const isBert = !!graph.made(linearOf(graph, graph.output)?.input, 'Tanh')
  return isBert ? readBert(graph) : readModernBert(graph)
}
