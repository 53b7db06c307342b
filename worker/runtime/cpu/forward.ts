import type { EncoderWeights } from '../../onnx/encoder/weights.js'
import { createBert } from './bert.js'
import type { Heap } from './heap.js'
import { createModernBert } from './modernbert.js'
import type { Forward, Mode } from './steps.js'

export type { Forward, Mode } from './steps.js'

/** Packs an encoder into the module's memory. Called once for a module. */
export function createForward(heap: Heap, encoder: EncoderWeights, mode: Mode): Forward {
  return encoder.kind === 'bert' ? createBert(heap, encoder, mode) : createModernBert(heap, encoder, mode)
}
