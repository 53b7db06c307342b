import type * as Ort from 'onnxruntime-web'
import { fromHalf } from '../bytes/half.js'
import { lastTokens } from './feeds.js'
import type { Batch } from './padding.js'
import type { Verdict } from './types.js'

/**
 * How much likelier a decoder's yes is than its no, after each row's last token: the logit of their softmax.
 * @param tensor logits of each token, [rows, columns, words]; or of each row's last token alone, [rows, 1, words]
 */
export function readVerdicts(
  { data, dims, type }: Pick<Ort.Tensor, 'data' | 'dims' | 'type'>,
  batch: Batch,
  { yes, no }: Verdict,
): Float32Array {
  const { rows, columns } = batch
  const [, tokens, words = 0] = dims
  const fits = dims.length === 3 && dims[0] === rows && (tokens === columns || tokens === 1)
  if (!fits || Math.max(yes, no) >= words)
    throw new Error(`the model answered ${dims.join(' x ')} for ${rows} pairs of ${columns} tokens`)
  const read = type === 'float16' ? halfReader(data) : (i: number) => (data as Float32Array)[i]!
  const last = lastTokens(batch)
  return Float32Array.from({ length: rows }, (_, row) => {
    const start = (row * tokens! + (tokens === 1 ? 0 : last[row]!)) * words
    return read(start + yes) - read(start + no)
  })
}

/** Some browsers have an array type for numbers of 16 bits; others give their bits. */
function halfReader(data: Ort.Tensor['data']): (i: number) => number {
  const values = data as Uint16Array
  if (!(values instanceof Uint16Array)) return (i) => (values as ArrayLike<number>)[i]!
  return (i) => fromHalf(values[i]!)
}
