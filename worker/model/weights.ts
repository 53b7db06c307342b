import { weightsFile } from '../../src/models/files.js'
import { RerankError } from '../../src/protocol/errors.js'
import type { Dtype, ModelCard, ModelFile, WeightsFile } from '../../src/protocol/model-card.js'
import { dequantizeModel } from '../onnx/rewrite/dequantize.js'
import { halveModel } from '../onnx/rewrite/float16.js'

/** Where the weights of a dtype come from: a file, and what makes that file into them. */
export interface WeightsSource {
  file: WeightsFile
  /** Absent where the file has them as they are. */
  convert?(bytes: Uint8Array): Uint8Array<ArrayBuffer>
}

/** The source of a dtype's weights, or nothing where the model does not come in that dtype. */
export function findWeights(card: ModelCard, dtype: Dtype): WeightsSource | undefined {
  const own = card.weights[dtype]
  if (own) return { file: own }
  const file = weightsFile(card, dtype)
  return file && { file, convert: (bytes) => convert(file, bytes, dtype) }
}

function convert(file: ModelFile, bytes: Uint8Array, dtype: Dtype): Uint8Array<ArrayBuffer> {
  try {
    const floats = dequantizeModel(bytes)
    return dtype === 'fp16' ? halveModel(floats) : floats
  } catch (cause) {
    // Of this code, since the file may well do for the CPU as it is.
    throw new RerankError('inference_failed', `${file.path}: ${(cause as Error).message}`, { cause })
  }
}
