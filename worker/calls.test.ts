import { describe, expect, test } from 'vitest'
import { modelFiles } from '../fixtures/models/files.mjs'
import { tinyEn } from '../src/models/catalogue/tiny-en.js'
import type { ScoreRequest } from '../src/protocol/worker-api.js'
import { createModelCalls } from './calls.js'
import type { Model } from './model/types.js'
import { createCoordinator } from './parallel/coordinator.js'
import { createBatchScorer } from './scoring/batch-scorer.js'
import { CPU_LIMITS, GPU_LIMITS } from './scoring/batches.js'
import { createCache } from './scoring/cache.js'
import { createRequestScorer } from './scoring/request-scorer.js'
import { createYielder } from './scoring/yielder.js'
import { createPairInput } from './text/pair-input.js'

const { matchTypes: _, ...card } = tinyEn
const input = createPairInput(card, [modelFiles('tiny-bert').get('tokenizer.json')!])

/** The worker's calls on a model whose forward pass takes ten milliseconds of a clock of our own. */
function createCalls(device: 'webgpu' | 'wasm') {
  let time = 1000
  const model = {
    input,
    limits: device === 'wasm' ? CPU_LIMITS : { ...GPU_LIMITS, pairs: 4 },
    session: {
      maxLength: 128,
      lost: async () => undefined,
      async run(pairs: readonly unknown[]) {
        time += 10
        return Float32Array.from(pairs, (_, i) => i)
      },
    },
  } as unknown as Model
  const cache = createCache(2 ** 20)
  const yielder = createYielder(16)
  const scorer =
    device === 'wasm'
      ? createCoordinator(model, cache, {
          ...{ parts: undefined, most: 1, pause: yielder.pause },
          kernels: async () => ({}),
        })
      : createBatchScorer(model, cache)
  const ready = { model, cache, scorer: createRequestScorer(card, cache, scorer) }
  const calls = createModelCalls(
    () => ready,
    yielder,
    () => time,
  )
  /** The documents that were scored, in that order. */
  const score = async (fields: Partial<ScoreRequest>): Promise<number[]> => {
    const scored: number[] = []
    const length = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
    const outcome = await calls.score(
      { id: 1, query: 'tea', documents: [], length, ...fields },
      (message) => {
        if ('indices' in message) scored.push(...message.indices)
      },
    )
    expect(outcome.ok).toBe(true)
    return scored
  }
  return { score, now: () => time }
}

const documents = Array.from({ length: 12 }, (_, i) => `${i} ${'cup of tea '.repeat(1 + ((7 * i) % 5))}`)

describe('a request that says when to stop', () => {
  test('on a CPU: within one pair, in the order of the documents', async () => {
    const { score, now } = createCalls('wasm')
    expect(await score({ documents, until: 1045, inOrder: true })).toEqual([0, 1, 2, 3, 4])
    expect(now()).toBe(1050)
    // The next one has their scores from memory, and goes on.
    expect(await score({ documents, until: 1075, inOrder: true })).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(now()).toBe(1080)
  })
  test('on a GPU: within one batch', async () => {
    const { score, now } = createCalls('webgpu')
    expect((await score({ documents, until: 1015, inOrder: true })).toSorted((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ])
    expect(now()).toBe(1020)
  })
  test('before anything is scored, too', async () => {
    for (const device of ['wasm', 'webgpu'] as const) {
      const { score, now } = createCalls(device)
      expect(await score({ documents, until: 1000, inOrder: true })).toEqual([])
      expect(now()).toBe(1000)
    }
  })
  test('between the windows of a document, which then has no score', async () => {
    const { score, now } = createCalls('wasm')
    const length = { maxChunksPerDoc: 9, overlapTokens: 0, truncate: true }
    const long = ['cup', 'of tea '.repeat(2000), 'pot']
    expect(await score({ documents: long, until: 1035, inOrder: true, length })).toEqual([0])
    expect(now()).toBe(1040)
  })
})

test('without a time all is scored, the longest first where no order is asked for', async () => {
  const { score } = createCalls('wasm')
  const scored = await score({ documents })
  expect(scored).not.toEqual(documents.map((_, i) => i))
  expect(scored.toSorted((a, b) => a - b)).toEqual(documents.map((_, i) => i))
})
