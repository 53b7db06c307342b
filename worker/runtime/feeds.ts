import type * as Ort from 'onnxruntime-web'
import { RerankError } from '../../src/protocol/errors.js'
import { LAST_TOKEN } from '../onnx/rewrite/last-token.js'
import type { Batch } from './padding.js'

/** Makes the tensors that a graph asks for. */
export type Feeds = (batch: Batch) => Record<string, Ort.Tensor>

type Input = (batch: Batch) => Ort.Tensor

/**
 * Reads from a session what it wants: some graphs have no token types; those of decoders may want places, and keys and values
 * of earlier tokens, of which there are none.
 * @throws RerankError `inference_failed` for a graph that wants something else
 */
export function createFeeds(ort: typeof Ort, session: Ort.InferenceSession): Feeds {
  const { Tensor } = ort
  const integers = (values: ArrayLike<number>, shape: readonly number[]): Ort.Tensor =>
    new Tensor('int64', BigInt64Array.from(Array.from(values), BigInt), shape)
  const table = (of: (batch: Batch) => ArrayLike<number>): Input => {
    return (batch) => integers(of(batch), [batch.rows, batch.columns])
  }
  const known: Record<string, Input> = {
    input_ids: table(({ ids }) => ids),
    attention_mask: table(({ mask }) => mask),
    token_type_ids: table(({ types }) => types),
    position_ids: table(({ rows, columns }) => Array.from({ length: rows * columns }, (_, i) => i % columns)),
    // 0: of all tokens.
    num_logits_to_keep: () => integers([0], []),
    [LAST_TOKEN]: (batch) => integers(lastTokens(batch), [batch.rows, 1, 1]),
  }
  const inputs = session.inputNames.map((name): [string, Input] => {
    const input = known[name] ?? emptyCache(ort, session, name)
    if (input) return [name, input]
    throw new RerankError(
      'inference_failed',
      `the model wants an input named ${JSON.stringify(name)}, which is not known here`,
    )
  })
  return (batch) => Object.fromEntries(inputs.map(([name, input]) => [name, input(batch)]))
}

/** The place of each row's last token. */
export function lastTokens({ rows, columns, mask }: Batch): number[] {
  return Array.from({ length: rows }, (_, row) =>
    mask.subarray(row * columns, (row + 1) * columns).lastIndexOf(1),
  )
}

/** Keys or values of no tokens: [rows, heads, 0, width], of which the session says the second and the last. */
function emptyCache(ort: typeof Ort, session: Ort.InferenceSession, name: string): Input | undefined {
  const found = session.inputMetadata.find((input) => input.name === name)
  if (!/^past_key_values\.\d+\.(key|value)$/.test(name) || !found?.isTensor) return undefined
  const { type, shape } = found
  const [, heads, length, width] = shape
  const fits = shape.length === 4 && typeof heads === 'number' && typeof width === 'number'
  if (!fits || typeof length === 'number') return undefined
  if (type !== 'float32' && type !== 'float16') return undefined
  const none = () => (type === 'float16' ? new Uint16Array() : new Float32Array())
  return ({ rows }) => new ort.Tensor(type, none(), [rows, heads, 0, width])
}
