import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RerankError } from '../protocol/errors.js'
import type { ScoringAnswer } from '../protocol/scoring.js'
import { blend, createFusion } from './fuse.js'
import { rankByLogit } from './ranking.js'

const logits = fc.array(fc.float({ noNaN: true, min: -30, max: 30 }), { minLength: 1, maxLength: 20 })
const number = fc.double({ noNaN: true, noDefaultInfinity: true })
/** Logits and as many first-stage scores, of any size. */
const stages = logits.chain((model) =>
  fc.tuple(fc.constant(model), fc.array(number, { minLength: model.length, maxLength: model.length })),
)
const weight = fc.double({ min: 0, max: 1e300, noNaN: true })

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('blend', () => {
  test('stages that agree give the logits, those that differ come nearer to their mean', () => {
    expect(blend([2, -2, 0], [30, 10, 20], 0.5)).toEqual([2, -2, 0].map((value) => expect.closeTo(value, 9)))
    expect(blend([2, -2], [10, 30], 0.5)).toEqual([expect.closeTo(2 / 3, 9), expect.closeTo(-2 / 3, 9)])
    expect(blend([2, -2], [10, 30], 3)).toEqual([expect.closeTo(-1, 9), expect.closeTo(1, 9)])
  })

  test('a stage that says nothing leaves the other', () => {
    expect(blend([1, 3, 2], [5, 5, 5], 2)).toEqual([1, 3, 2])
    expect(blend([1, 3, 2], [9, 5, 7], 0)).toEqual([1, 3, 2])
    expect(blend([1.5], [7], 1)).toEqual([1.5])
    expect(blend([1, 1], [7, 9], 0.2)).toEqual([0, 2])
  })

  test('rounding is not taken for a difference', () => {
    expect(blend([0.1 + 0.2, 0.3, 0.3], [1, 2, 2], 0)).toEqual([0.1 + 0.2, 0.3, 0.3])
    expect(blend([2, 1], [0.1 + 0.2, 0.3], 0.5)).toEqual([2, 1])
  })

  test('the order is that of z(logit) + weight x z(first stage)', () => {
    const z = (values: number[]) => {
      const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))
      return values.map((value) => (value - mean(values)) / deviation)
    }
    const [model, first] = [
      [-1, 2.5, 0.3, -4],
      [3, 0, 9, 1],
    ] as const
    for (const w of [0.1, 0.5, 1, 5]) {
      const plain = z([...model]).map((value, i) => value + w * z([...first])[i]!)
      expect(rankByLogit(blend(model, first, w))).toEqual(rankByLogit(plain))
    }
  })

  test('any scores and any weight give finite logits about the same mean, within reach of the others', () => {
    fc.assert(
      fc.property(stages, weight, ([model, first], w) => {
        const blended = blend(model, first, w)
        expect(blended.every(Number.isFinite)).toBe(true)
        expect(mean(blended)).toBeCloseTo(mean(model), 5)
        expect(Math.max(...blended.map(Math.abs))).toBeLessThan(30 + 60 * Math.sqrt(model.length))
      }),
    )
  })

  test('a document with both scores of another has its blended score', () => {
    fc.assert(
      fc.property(stages, weight, ([model, first], w) => {
        const blended = blend([...model, model[0]!], [...first, first[0]!], w)
        expect(blended.at(-1)).toBe(blended[0])
      }),
    )
  })
})

describe('createFusion', () => {
  const answer: ScoringAnswer = {
    logits: [1, 0, -1],
    tokens: [5, 5, 5],
    truncated: [],
    cached: { scores: 0, encodings: 0 },
    bm25: [0, 0, 6],
    fuseWeight: { given: 0.25, bm25: 0.1 },
    info: { device: 'wasm', dtype: 'q8', build: 'wasm', reason: '' },
    timings: { queue: 0, load: 0, tokenize: 0, score: 0 },
  }

  test.each([
    [true, { with: 'bm25', weight: 0.1 }, answer.bm25],
    [{}, { with: 'bm25', weight: 0.1 }, answer.bm25],
    [{ with: null, weight: null }, { with: 'bm25', weight: 0.1 }, answer.bm25],
    [{ with: 'bm25', weight: 2 }, { with: 'bm25', weight: 2 }, answer.bm25],
    [{ with: 'order' }, { with: 'order', weight: 0.25 }, [-Math.log(2), -Math.log(3), -Math.log(4)]],
    [{ with: [1, 5, 3], weight: 0 }, { with: 'scores', weight: 0 }, [1, 5, 3]],
  ])('%j', (value, fused, first) => {
    const fusion = createFusion(value, 3)
    expect(fusion.bm25).toBe(fused.with === 'bm25')
    const blended = fusion.blend(answer)
    const logits = blend(answer.logits, first!, fused.weight)
    expect(blended).toEqual({ ...answer, logits, fused, modelLogits: answer.logits })
  })

  test.each([
    [1, 'fuse', 'fuse must be true, false or an object'],
    ['bm25', 'fuse', 'fuse must be true, false or an object'],
    [[1, 2, 3], 'fuse', 'fuse must be true, false or an object'],
    [{ with: 'splade' }, 'fuse.with', "fuse.with must be 'bm25', 'order' or an array of numbers"],
    [{ with: [1, 2] }, 'fuse.with', 'fuse.with must have a score for each of the 3 documents, not 2'],
    [{ with: [1, null, 2] }, 'fuse.with', 'fuse.with[1] must be a finite number'],
    [{ with: [1, 2, Number.NaN] }, 'fuse.with', 'fuse.with[2] must be a finite number'],
    [{ weight: -1 }, 'fuse.weight', 'fuse.weight must be a number of at least 0'],
    [{ weight: '1' }, 'fuse.weight', 'fuse.weight must be a number of at least 0'],
  ])('%j is refused', (value, param, message) => {
    const error = (() => {
      try {
        createFusion(value, 3)
      } catch (thrown) {
        return thrown as RerankError
      }
    })()
    expect(error).toBeInstanceOf(RerankError)
    expect(error).toMatchObject({ code: 'invalid_request', param, message })
  })
})

test('as many documents as there are: no argument list is that long', () => {
  const scores = Array.from({ length: 200_000 }, (_, i) => i % 7)
  expect(blend(scores, scores, 1)).toHaveLength(200_000)
})
