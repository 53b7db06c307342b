import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RerankError } from '../protocol/errors.js'
import type { EngineInfo, ScoringRequest } from '../protocol/scoring.js'
import { createFusion } from '../wire/fuse.js'
import { parseRequest, type RerankRequest } from '../wire/request.js'
import { createResponse, type RerankResponse } from '../wire/response.js'
import { createDeadline } from './deadline.js'
import type { ModelClient } from './model-client.js'
import type { PartialAnswer } from './score-attempt.js'
import { type StagedRun, scoreStaged } from './staged.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const INFO: EngineInfo = { device: 'wasm', dtype: 'q8', build: 'engine', reason: 'a test', floor: 0.5 }
const DOCUMENTS = ['10', '40', '30', '20', '40']

interface Pace {
  /** Milliseconds. */
  load: number
  pair: number
}

/** A model that takes a document for a number, which is its logit, once or more. */
function createClient(times: number, { load, pair }: Pace, error?: Error): ModelClient {
  const scored = async (
    { documents, until = Infinity }: ScoringRequest,
    onPart?: (answer: PartialAnswer) => void,
  ) => {
    const answer: PartialAnswer = {
      ...{ logits: [], tokens: [], truncated: [] },
      cached: { scores: 0, encodings: 1 },
      timings: { queue: 0, load: 0, tokenize: 0, score: 0 },
    }
    for (const [i, text] of documents.entries()) {
      if (Date.now() >= until) break
      await sleep(pair)
      answer.logits[i] = times * Number(text)
      answer.tokens[i] = 1
      onPart?.(answer)
    }
    return { ...answer, fuseWeight: { given: 1, bm25: 1 }, info: INFO }
  }
  const client: Partial<ModelClient> = {
    async load() {
      await sleep(load)
      if (error) throw error
      return INFO
    },
    score: (request, _, __, onPart) => scored(request, onPart),
  }
  return client as ModelClient
}

interface Case {
  keep?: number
  fuse?: RerankRequest['fuse']
  deadline?: number
  small?: Pace
  large?: Pace
  error?: Error
  onState?: (state: RerankResponse) => void
}

/** The large model's order is the opposite of the small one's. */
async function rank({ keep, fuse, deadline, small, large, error, onState }: Case): Promise<RerankResponse> {
  const request = parseRequest({ query: 'q', documents: DOCUMENTS, return_documents: false }, 10)
  const respond = (scored: Parameters<typeof createResponse>[2]) =>
    createResponse('large', request, scored, 0)
  const run: StagedRun = {
    model: 'large',
    cascade: keep === undefined ? undefined : { first: 'small', keep },
    request,
    fusion: fuse === undefined ? undefined : createFusion(fuse, DOCUMENTS.length),
    main: async () => createClient(-1, large ?? { load: 0, pair: 10 }, error),
    first: async () => createClient(1, small ?? { load: 0, pair: 1 }),
    signal: new AbortController().signal,
    onProgress() {},
    deadline: deadline === undefined ? undefined : createDeadline(deadline),
    onState: onState && ((state) => onState(respond(state()))),
  }
  let result: RerankResponse | undefined
  const ranking = scoreStaged(run).then((scored) => {
    result = respond(scored)
  })
  ranking.catch(() => {})
  for (let i = 0; i < 200 && !result; i++) await vi.advanceTimersByTimeAsync(1)
  await ranking
  return result!
}

const order = ({ results }: RerankResponse) => results.map(({ index }) => index)
const models = ({ results }: RerankResponse) => results.map(({ model }) => model)

describe('a cascade', () => {
  test('the best of the small model are scored by the large one, all of one text with it', async () => {
    const answer = await rank({ keep: 2 })
    expect(order(answer)).toEqual([2, 1, 4, 3, 0])
    expect(models(answer)).toEqual(['large', 'large', 'large', 'small', 'small'])
    expect(answer.webrerank).toMatchObject({
      ...{ complete: true, scored: { large: 3, small: 2 }, cascade: { first: 'small', keep: 2 } },
      cached: { scores: 0, encodings: 2 },
      answered: false,
    })
    expect(answer.usage.total_tokens).toBe(8)
  })
  test('fuse blends the scores of each model: it has a say in what is kept, and in both orders', async () => {
    const fuse = { with: [9, 0, 0, 1, 0], weight: 1e6 }
    const answer = await rank({ keep: 2, fuse })
    expect(order(answer)).toEqual([0, 3, 1, 4, 2])
    expect(models(answer)).toEqual(['large', 'large', 'small', 'small', 'small'])
    expect(answer.webrerank.fused).toEqual({ with: 'scores', weight: 1e6 })
    // A model's own score stays what it was.
    expect(answer.results[0]!.model_score).toBeCloseTo(1 / (1 + Math.exp(10)), 12)
    const light = await rank({ keep: 2, fuse: { ...fuse, weight: 0 } })
    expect(order(light)).toEqual(order(await rank({ keep: 2 })))
  })
  test('where all are kept, the small model is not asked', async () => {
    const answer = await rank({ keep: 5, small: { load: 1e9, pair: 0 } })
    expect(order(answer)).toEqual([0, 3, 2, 1, 4])
    expect(answer.webrerank.scored).toEqual({ large: 5 })
  })
  test('a large model that cannot be loaded is told at once', async () => {
    const error = new RerankError('download_not_allowed', 'no')
    await expect(rank({ keep: 2, small: { load: 0, pair: 1e9 }, error })).rejects.toBe(error)
  })
})

describe('a deadline', () => {
  test('as many of the most promising documents as there is time for', async () => {
    const answer = await rank({ keep: 3, deadline: 12 })
    // The small model takes 5 ms; the large one one pair, and the one under way.
    expect(order(answer)).toEqual([1, 4, 2, 3, 0])
    expect(models(answer)).toEqual(['large', 'small', 'small', 'small', 'small'])
    expect(answer.webrerank).toMatchObject({ complete: false, scored: { large: 1, small: 4 } })
    expect(answer.webrerank).not.toHaveProperty('answered')
  })
  test('a model that is not loaded in time is left out, and the answer says what ran', async () => {
    const answer = await rank({ keep: 3, deadline: 20, large: { load: 1000, pair: 1 } })
    expect(order(answer)).toEqual([1, 4, 2, 3, 0])
    expect(answer.webrerank).toMatchObject({ device: 'wasm', complete: false, scored: { small: 5 } })
    expect(answer.webrerank).not.toHaveProperty('floor')
  })
  test('where nothing was loaded, the order is that of the request', async () => {
    const answer = await rank({ deadline: 20, large: { load: 1000, pair: 1 } })
    expect(order(answer)).toEqual([0, 1, 2, 3, 4])
    expect(answer.webrerank).toMatchObject({ device: 'none', complete: false, scored: {} })
    expect(answer.results[0]).toEqual({ index: 0, relevance_score: Number.MIN_VALUE })
  })
  test('one model alone scores in the order of the request, and what is left is last', async () => {
    const answer = await rank({ deadline: 15 })
    expect(order(answer)).toEqual([0, 1, 2, 3, 4])
    expect(models(answer)).toEqual(['large', 'large', undefined, undefined, undefined])
    expect((await rank({ deadline: 25 })).webrerank.scored).toEqual({ large: 3 })
  })
  test('with enough of it the answer is the same as without', async () => {
    const { results, webrerank } = await rank({ keep: 2, deadline: 1e6 })
    expect(results).toEqual((await rank({ keep: 2 })).results)
    expect(webrerank).toMatchObject({ complete: true, answered: false })
  })
  test('what fails for another reason is an error all the same', async () => {
    const error = new RerankError('download_not_allowed', 'no')
    await expect(rank({ deadline: 50, error })).rejects.toBe(error)
  })
})

describe('states on the way', () => {
  test('each is whole, and has at least the scores of the one before', async () => {
    const states: RerankResponse[] = []
    const answer = await rank({ keep: 2, onState: (state) => void states.push(state) })
    expect(states.map(order)).toEqual([
      [0, 1, 2, 3, 4],
      [1, 4, 2, 3, 0],
      [1, 4, 2, 3, 0],
      [1, 4, 2, 3, 0],
      [2, 1, 4, 3, 0],
    ])
    expect(states.map(({ webrerank }) => webrerank.scored)).toEqual([
      {},
      { small: 5 },
      { large: 1, small: 4 },
      { large: 2, small: 3 },
      { large: 3, small: 2 },
    ])
    for (const { webrerank } of states) expect(webrerank.complete).toBe(false)
    expect(order(answer)).toEqual(order(states.at(-1)!))
    expect(answer.webrerank.complete).toBe(true)
  })
})

test('an instruction is for the large model of a cascade alone', async () => {
  const request = parseRequest({ query: 'q', documents: DOCUMENTS, instruction: 'Find numbers' }, 10)
  const asked: (string | undefined)[] = []
  const client = (times: number) => {
    const made = createClient(times, { load: 0, pair: 0 })
    const score: ModelClient['score'] = (request, ...rest) => {
      asked.push(request.instruction)
      return made.score(request, ...rest)
    }
    return Promise.resolve({ ...made, score })
  }
  const scored = scoreStaged({
    ...{ model: 'large', cascade: { first: 'small', keep: 2 }, request },
    ...{ main: () => client(-1), first: () => client(1) },
    ...{ signal: new AbortController().signal, onProgress() {} },
  })
  await vi.runAllTimersAsync()
  await scored
  expect(asked).toEqual([undefined, 'Find numbers'])
})
