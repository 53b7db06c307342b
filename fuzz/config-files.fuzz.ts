import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRerankError } from '../src/protocol/errors.js'
import type { ModelReference } from '../src/protocol/model-card.js'
import { completeCard } from '../worker/files/complete-card.js'
import { guided } from './support/guided.js'
import { changedJson } from './support/mutations.js'

/**
 * What a model's server may answer where a card is completed: config.json, tokenizer_config.json, the hub's revision and
 * its list of files. A card comes of it, or an error with a code that says whose fault it is.
 */

const COMMIT = '0'.repeat(40)

/** Each answer as a text, since a server may send anything. */
interface Answers {
  config: string
  settings: string
  revision: string
  tree: string
}

const VALUES: { [K in keyof Answers]: object } = {
  config: {
    architectures: ['BertForSequenceClassification'],
    model_type: 'bert',
    id2label: { 0: 'LABEL_0' },
    max_position_embeddings: 512,
    num_attention_heads: 12,
    type_vocab_size: 2,
    pad_token_id: 0,
  },
  settings: { tokenizer_class: 'BertTokenizer', model_max_length: 512, do_lower_case: true },
  revision: { sha: COMMIT },
  tree: [
    { type: 'file', path: 'config.json', size: 100, oid: COMMIT },
    { type: 'directory', path: 'onnx', size: 0, oid: COMMIT },
    {
      type: 'file',
      path: 'onnx/model_quantized.onnx',
      size: 100,
      oid: COMMIT,
      lfs: { oid: 'a'.repeat(64), size: 1000 },
    },
  ],
}
const SEED = Object.fromEntries(
  Object.entries(VALUES).map(([name, value]) => [name, JSON.stringify(value)]),
) as unknown as Answers

let answers = SEED
const platformFetch = globalThis.fetch
beforeAll(() => {
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    if (init?.method === 'HEAD')
      return new Response(null, { status: pathname.endsWith('quantized.onnx') ? 200 : 404 })
    if (pathname.includes('/revision/')) return json(answers.revision)
    if (pathname.includes('/tree/')) return json(answers.tree)
    if (pathname.endsWith('/tokenizer_config.json')) return json(answers.settings)
    if (pathname.endsWith('/config.json')) return json(answers.config)
    return new Response(null, { status: 404 })
  }
})
afterAll(() => {
  globalThis.fetch = platformFetch
})

const json = (text: string) => new Response(text, { headers: { 'content-type': 'application/json' } })

/** One answer changed, as JSON where it still is. */
function changed(from: Answers): fc.Arbitrary<Answers> {
  return fc.constantFrom(...(Object.keys(VALUES) as (keyof Answers)[])).chain((name) => {
    let value: unknown
    try {
      value = JSON.parse(from[name])
    } catch {}
    const base = typeof value === 'object' && value !== null ? value : VALUES[name]
    return changedJson(base).map((text) => ({ ...from, [name]: text }))
  })
}

for (const source of ['hub:a/b', 'https://models.example/mine/'])
  test(`a card of ${source} is completed, or the reason is told`, async () => {
    const model = { id: 'm', source } as ModelReference
    const settings = { allowDownload: true, host: 'https://hub.example', stallTimeout: 1000 }
    await guided({
      seeds: [SEED],
      change: changed,
      share: 0.5,
      gate: 300,
      async holds(input) {
        answers = input
        try {
          const card = await completeCard(async () => undefined, model, settings)
          expect(Number.isSafeInteger(card.window) && card.window > 0).toBe(true)
          expect(Object.keys(card.weights).length).toBeGreaterThan(0)
        } catch (error) {
          if (!isRerankError(error)) throw error
          expect(['invalid_request', 'integrity_failed', 'download_failed']).toContain(error.code)
        }
      },
    })
  })
