import fc from 'fast-check'
import { anyText } from './texts.js'

/** Bodies of rerank requests, right ones and wrong ones, in the words of every dialect. */

const member = fc.constantFrom(
  ...['model', 'query', 'documents', 'texts', 'text_1', 'text_2', 'queries', 'top_n', 'top_k'],
  ...['return_documents', 'return_text', 'raw_scores', 'truncate', 'truncation', 'overlap_tokens'],
  ...['max_chunks_per_doc', 'max_tokens_per_doc', 'instruction', 'rank_fields', 'use_activation', 'fuse'],
  ...['truncation_direction', '__proto__', 'constructor', 'toString', 'valueOf', 'length', 'toJSON'],
)
const text = fc.oneof(fc.string(), anyText(), fc.constantFrom('q', '', ' ', '\ud800', 'm', 'true', 'right'))
const fuse = fc.record(
  { with: fc.oneof(fc.constantFrom('bm25', 'order', 'x'), fc.array(fc.double())), weight: fc.double() },
  { requiredKeys: [] },
)
const value = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 3, arbitrary: fc.array(fc.oneof(text, fc.record({ text }), fc.jsonValue()), { maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1.5, 1e308, 81, '1', {}, []),
  },
  { weight: 1, arbitrary: fuse },
  { weight: 1, arbitrary: fc.jsonValue() },
)
const fields = fc.dictionary(member, value, { maxKeys: 8 })

/** A JSON text with some of its characters changed. */
const damaged = fc
  .tuple(
    fields,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '{', '[', ',', '\\', '\u0000', '1e999', '')), {
      maxLength: 3,
    }),
  )
  .map(([fields, changes]) =>
    changes.reduce(
      (json, [at, change]) => {
        const position = at % (json.length + 1)
        return json.slice(0, position) + change + json.slice(position + 1)
      },
      JSON.stringify({ query: 'q', documents: ['a', 'b'], ...fields }),
    ),
  )

const nested = fc.tuple(fc.nat({ max: 200 }), fc.constantFrom('[', '{"a":')).map(([levels, open]) => {
  const close = open === '[' ? ']' : '}'
  return `{"query":"q","documents":["a"],"x":${open.repeat(levels)}1${close.repeat(levels)}}`
})

export const bodyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fields.map((fields) => JSON.stringify(fields)) },
  {
    weight: 4,
    arbitrary: fields.map((fields) => JSON.stringify({ query: 'q', documents: ['a'], ...fields })),
  },
  { weight: 2, arbitrary: damaged },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: anyText() },
)

/** Bytes of such a text, some of which are no UTF-8. */
export const bodyBytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  { weight: 6, arbitrary: bodyText.map((text) => new TextEncoder().encode(text)) },
  {
    weight: 1,
    arbitrary: fc.tuple(bodyText, fc.nat(), fc.integer({ min: 128, max: 255 })).map(([text, at, byte]) => {
      const bytes = new TextEncoder().encode(`${text} `)
      bytes[at % bytes.length] = byte
      return bytes
    }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)) },
)

export const rerankPath: fc.Arbitrary<string> = fc.constantFrom(
  ...['/v1/rerank', '/rerank', '/v2/rerank', '/voyage/v1/rerank', '/v1/score', '/reranking', '//v1//rerank'],
)
