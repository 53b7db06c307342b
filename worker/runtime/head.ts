import { broken, readSafetensors, type Tensors } from '../bytes/safetensors.js'
import type { Head } from './types.js'

/** PyTorch's default, which the published heads have. */
const EPSILON = 1e-5

/**
 * A head as Sentence Transformers stores it: a layer without bias and the exact GELU, a normalization, a layer.
 * @param files contents of the three safetensors files, in that order
 * @throws RerankError `integrity_failed`
 */
export function createHead(files: readonly Uint8Array[]): Head {
  const [dense, norm, output] = files.map(readSafetensors)
  const hidden = take(dense, 'linear.weight')
  const [scale, shift] = [take(norm, 'norm.weight'), take(norm, 'norm.bias')]
  const [weight, bias] = [take(output, 'linear.weight'), take(output, 'linear.bias')]
  const width = scale.length
  if (hidden.length !== width ** 2 || shift.length !== width || weight.length !== width || bias.length !== 1)
    throw broken('its parts do not fit together')

  return (state) => {
    if (state.length !== width)
      throw new Error(`the head takes ${width} numbers, and the model has ${state.length}`)
    const values = Float64Array.from({ length: width }, (_, row) => gelu(dot(hidden, state, row * width)))
    const mean = values.reduce((sum, value) => sum + value, 0) / width
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width
    const normal = values.map(
      (value, i) => ((value - mean) / Math.sqrt(variance + EPSILON)) * scale[i]! + shift[i]!,
    )
    return dot(weight, normal, 0) + bias[0]!
  }
}

function dot(row: ArrayLike<number>, values: ArrayLike<number>, from: number): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += row[from + i]! * values[i]!
  return sum
}

function gelu(x: number): number {
  return 0.5 * x * (1 + erf(x / Math.SQRT2))
}

/** The error function within 1.5e-7: Abramowitz and Stegun, 7.1.26. */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return Math.sign(x) * (1 - series * Math.exp(-x * x))
}

function take(tensors: Tensors | undefined, name: string): Float32Array {
  const found = tensors?.get(name)
  if (!found) throw broken(`it has no ${name}`)
  return found
}
