import type { Source } from '../../bytes/content.js'
import { matchKnown } from '../encoder/match-known.js'
import type { EncoderWeights } from '../encoder/weights.js'
import { readModel } from '../format/model.js'
import { isolateGraph, WEIGHTS_LOCATION } from './externalize.js'

/**
 * Finds the encoder of an ONNX file, whose large tensors are read when they are packed.
 * @param beside the files that hold tensors which it does not, by the names that it has for them
 * @throws Error where its graph is not of a known encoder
 */
export function readEncoder(file: Source, beside: ReadonlyMap<string, Source>): EncoderWeights {
  const graph = readModel(isolateGraph(file))
  return matchKnown(graph, (location) => (location === WEIGHTS_LOCATION ? file : beside.get(location)))
}
