import { RerankError } from '../src/shared/errors.js'

/** Turns an encoder's state of the first token into a logit. */
export type Head = (state: ArrayLike<number>) => number

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

type Tensors = Map<string, Float32Array>

/** The tensors of a safetensors file: the length of a header in JSON, the header, the numbers. */
export function readSafetensors(file: Uint8Array): Tensors {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  try {
    const start = 8 + Number(view.getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start))) as Record<
      string,
      { dtype: string; data_offsets: [number, number] }
    >
    const { __metadata__: _, ...tensors } = header
    return new Map(
      Object.entries(tensors).map(
        ([
          name,
          {
            dtype,
            data_offsets: [from, to],
          },
        ]) => {
          // A copy, since the numbers may lie where a Float32Array cannot begin.
          return [name, readNumbers(dtype, file.slice(start + from, start + to).buffer)]
        },
      ),
    )
  } catch (cause) {
    throw broken((cause as Error).message)
  }
}

function readNumbers(dtype: string, bytes: ArrayBuffer): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes)
  // The upper half of a float32.
  if (dtype === 'BF16')
    return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (half) => half << 16).buffer)
  throw new Error(`numbers of the type ${dtype} are not known`)
}

function take(tensors: Tensors | undefined, name: string): Float32Array {
  const found = tensors?.get(name)
  if (!found) throw broken(`it has no ${name}`)
  return found
}

function broken(why: string): RerankError {
  return new RerankError('integrity_failed', `the model's head cannot be read: ${why}`)
}
