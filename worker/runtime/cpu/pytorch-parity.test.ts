import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import { tinyEn } from '../../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../../src/models/files.js'
import { findWeights } from '../../model/weights.js'
import { prepareDocuments } from '../../text/pair-encoder.js'
import { createPairInput, type PairInput } from '../../text/pair-input.js'

/** What training gives for 200 pairs, of every script and of odd shapes. */
interface Golden {
  /** The window that pairs were cut to. */
  max_length: number
  pairs: {
    query: string
    document: string
    ids: number[]
    types: number[]
    fp32: number
    int8: number
  }[]
}

const root = new URL('../../..', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root))
const file = (path: string) => read(`public/models/webrerank-tiny-en/${path}`)
const golden: Golden = JSON.parse(read('e2e/golden/tiny-en.json').toString())

describe('the embedded model', () => {
  let input: PairInput
  beforeAll(() => {
    const contents = companionFiles(tinyEn).map(({ path }) => file(path))
    input = { ...createPairInput(tinyEn, contents), maxLength: golden.max_length }
  })

  test('gives a pair the ids and types that it was trained on', async () => {
    const different: string[] = []
    for (const { query, document, ids, types } of golden.pairs) {
      const length = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
      const request = { id: 0, query, documents: [document], length }
      const [prepared] = await prepareDocuments(input, request, async () => {})
      const pair = prepared!.pair(0)
      const same = String([...pair.ids]) === String(ids) && String([...pair.types]) === String(types)
      if (!same) different.push(`${query} | ${document.slice(0, 60)}`)
    }
    expect(different).toEqual([])
  })

  test.each([
    ['q8', 'int8', 0.1],
    ['fp32', 'fp32', 1e-4],
    // On a CPU: ONNX Runtime has no 16-bit floats there, and rounds to them between 32-bit operators.
    ['fp16', 'fp32', 0.05],
  ] as const)('scores as PyTorch does, in %s', { timeout: 60_000 }, async (dtype, column, tolerance) => {
    const source = findWeights(tinyEn, dtype)!
    const stored = file(source.file.path)
    const score = await openScorer(source.convert?.(stored) ?? stored)
    for (const pair of golden.pairs) {
      expect(Math.abs((await score(pair)) - pair[column])).toBeLessThan(tolerance)
    }
  })
})
