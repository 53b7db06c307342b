import { expect, test } from 'vitest'
import type { ScoringAnswer } from '../protocol/scoring.js'
import { createFusion } from './fuse.js'
import { parseRequest } from './request.js'
import { createResponse } from './response.js'

const info = { device: 'wasm', dtype: 'q8', build: 'engine', reason: 'a test' } as const

function answer(logits: number[], floor?: number, modelVersion?: number) {
  return {
    logits,
    tokens: logits.map(() => 3),
    truncated: [],
    cached: { scores: 0, encodings: 0 },
    info: { ...info, ...(floor !== undefined && { floor }), ...(modelVersion && { modelVersion }) },
    fuseWeight: { given: 0.5, bm25: 0.5 },
    timings: { queue: 0, load: 0, tokenize: 0, score: 1 },
  } satisfies ScoringAnswer
}

function facts(logits: number[], floor?: number, fields = {}, modelVersion?: number) {
  const request = parseRequest({ query: 'q', documents: logits.map(() => 'd'), ...fields }, 10)
  const made = answer(logits, floor, modelVersion)
  const fusion = request.fuse === undefined ? undefined : createFusion(request.fuse, logits.length)
  return createResponse('m', request, fusion ? fusion.blend(made) : made, 0).webrerank
}

test('an answer says whether the best document is at or above the floor', () => {
  expect(facts([-3, 0], 0.5).answered).toBe(true)
  expect(facts([-3, -0.01], 0.5).answered).toBe(false)
  expect(facts([-3, 0], 0.5).floor).toBe(0.5)
})

test('it is the score that is compared, whatever is answered', () => {
  expect(facts([-0.5, -9], 0.3, { raw_scores: true }).answered).toBe(true)
  expect(facts([-1, -9], 0.3, { raw_scores: true }).answered).toBe(false)
  expect(facts([-9, 2], 0.3, { top_n: 1 }).answered).toBe(true)
})

test('it is the model’s own score, whatever it is blended with', () => {
  // The blend takes the best document below the floor, or another above it.
  const fuse = { with: [0, 9], weight: 9 }
  expect(facts([1, -9], 0.5, { fuse }).answered).toBe(true)
  expect(facts([-0.1, -9], 0.5, { fuse }).answered).toBe(false)
})

test('nothing is said for a model without a floor, or without a version', () => {
  for (const name of ['answered', 'floor', 'modelVersion']) expect(facts([1])).not.toHaveProperty(name)
  expect(facts([1], 0.3, {}, 2)).toMatchObject({ answered: true, modelVersion: 2 })
})
