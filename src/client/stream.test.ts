import { describe, expect, test } from 'vitest'
import type { RerankResponse } from '../wire/response.js'
import type { OnState, Rank } from './steps.js'
import { streamStates } from './stream.js'

const REQUEST = { query: 'q', documents: ['a'] }
const state = (id: string) => () => ({ id }) as RerankResponse

/** A ranking that goes on as it is told. */
function createRanking() {
  let onState: OnState
  let signal: AbortSignal | undefined
  let finish: (answer: RerankResponse) => void
  let fail: (error: unknown) => void
  const rank: Rank = (_, options, told) => {
    onState = told!
    signal = options?.signal
    return new Promise((resolve, reject) => {
      ;[finish, fail] = [resolve, reject]
      signal?.addEventListener('abort', () => reject(signal!.reason))
    })
  }
  return {
    rank,
    tell: (id: string) => onState(state(id)),
    finish: (id: string) => finish(state(id)()),
    fail: (error: unknown) => fail(error),
    signal: () => signal!,
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve))

test('each state as it comes, those that nobody took left out, and the answer last', async () => {
  const ranking = createRanking()
  const states = streamStates(ranking.rank, REQUEST)
  const first = states.next()
  ranking.tell('1')
  expect((await first).value?.id).toBe('1')
  ranking.tell('2')
  ranking.tell('3')
  expect((await states.next()).value?.id).toBe('3')
  ranking.tell('4')
  ranking.finish('5')
  await turn()
  expect((await states.next()).value?.id).toBe('5')
  expect(await states.next()).toEqual({ done: true, value: undefined })
})

test('an answer that comes while a state is looked at is the next', async () => {
  const ranking = createRanking()
  const seen: string[] = []
  const states = streamStates(ranking.rank, REQUEST)
  const first = states.next()
  ranking.tell('1')
  seen.push((await first).value!.id)
  ranking.finish('2')
  await turn()
  for await (const { id } of states) seen.push(id)
  expect(seen).toEqual(['1', '2'])
})

describe('it ends the work', () => {
  test('where the loop is left', async () => {
    const ranking = createRanking()
    setTimeout(() => ranking.tell('1'))
    for await (const { id } of streamStates(ranking.rank, REQUEST)) {
      expect(id).toBe('1')
      break
    }
    expect(ranking.signal().aborted).toBe(true)
  })
  test('where the loop throws', async () => {
    const ranking = createRanking()
    setTimeout(() => ranking.tell('1'))
    const error = new Error('mine')
    const loop = async () => {
      for await (const _ of streamStates(ranking.rank, REQUEST)) throw error
    }
    await expect(loop()).rejects.toBe(error)
    expect(ranking.signal().aborted).toBe(true)
  })
  test('where the signal aborts, with its reason', async () => {
    const ranking = createRanking()
    const abort = new AbortController()
    const next = streamStates(ranking.rank, REQUEST, { signal: abort.signal }).next()
    setTimeout(() => abort.abort('enough'))
    await expect(next).rejects.toBe('enough')
  })
  test('where it fails, with what it failed with', async () => {
    const ranking = createRanking()
    const states = streamStates(ranking.rank, REQUEST)
    const first = states.next()
    ranking.tell('1')
    await first
    ranking.fail(new Error('broken'))
    await expect(states.next()).rejects.toThrow('broken')
    expect(await states.next()).toEqual({ done: true, value: undefined })
  })
})
