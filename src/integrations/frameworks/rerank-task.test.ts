import { expect, test } from 'vitest'
import type { RerankResponse } from '../../wire/response.js'
import { type RerankState, startRanking } from './rerank-task.js'

const REQUEST = { query: 'a', documents: ['b'] }
const ANSWER = { results: [] } as unknown as RerankResponse

test('tells the progress and the answer', async () => {
  const states: RerankState[] = []
  startRanking(
    {
      async rank(_, options) {
        options?.onProgress?.({ step: 'score', loaded: 1, total: 1 })
        return ANSWER
      },
    },
    REQUEST,
    (state) => states.push(state),
  )
  await Promise.resolve()
  await Promise.resolve()
  expect(states.map(({ status }) => status)).toEqual(['ranking', 'ranking', 'ranked'])
  expect(states[1]?.progress?.loaded).toBe(1)
  expect(states[2]?.answer).toBe(ANSWER)
})

test('an abort ends the request, leaves idle, and nothing late is told', async () => {
  const states: RerankState[] = []
  let given: AbortSignal | undefined
  const abort = startRanking(
    {
      rank: (_, options) => {
        given = options?.signal
        return new Promise((_, reject) => given!.addEventListener('abort', () => reject(given!.reason)))
      },
    },
    REQUEST,
    (state) => states.push(state),
  )
  abort()
  abort()
  await new Promise((resolve) => setTimeout(resolve))
  expect(given!.aborted).toBe(true)
  expect(states.map(({ status }) => status)).toEqual(['ranking', 'idle'])
})

test('an abort that comes after the end leaves the answer or the error as it is', async () => {
  for (const [rank, status] of [
    [() => Promise.resolve(ANSWER), 'ranked'],
    [() => Promise.reject(new Error('no')), 'failed'],
  ] as const) {
    const states: RerankState[] = []
    const abort = startRanking({ rank }, REQUEST, (state) => states.push(state))
    await new Promise((resolve) => setTimeout(resolve))
    abort()
    expect(states.map(({ status }) => status)).toEqual(['ranking', status])
  }
})

test('without a request or a reranker there is nothing to do', () => {
  for (const [reranker, request] of [
    [undefined, REQUEST],
    [{ rank: () => Promise.reject(new Error('not asked')) }, null],
  ] as const) {
    const states: RerankState[] = []
    startRanking(reranker, request, (state) => states.push(state))
    expect(states.map(({ status }) => status)).toEqual(['idle'])
  }
})
