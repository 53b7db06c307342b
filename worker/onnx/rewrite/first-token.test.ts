import { describe, expect, test } from 'vitest'
import { EXPORTED, readExported as read } from '../../../fixtures/models/exported.js'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import { readModel } from '../format/model.js'
import { firstTokenOnly } from './first-token.js'

const pairs = [3, 9, 40].map((length) => ({
  ids: Array.from({ length }, (_, i) => 5 + ((i * 37 + length) % 56)),
  types: Array.from({ length }, (_, i) => Number(2 * i > length)),
}))

describe('a last layer of the first token alone', () => {
  const known = EXPORTED.filter((name) => /^(bert|xlmr)-/.test(name))
  const floats = known.filter((name) => !name.includes('-q8'))
  test.each(floats)('%s scores as before', async (name) => {
    const file = read(name)
    const [plain, rewritten] = [await openScorer(file), await openScorer(firstTokenOnly(file))]
    for (const pair of pairs) {
      expect(Math.abs((await rewritten(pair)) - (await plain(pair)))).toBeLessThan(
        name.includes('fp16') ? 5e-3 : 1e-5,
      )
    }
  })

  test('has the first of the states, twice, and of each mask', () => {
    const slices = (bytes: Uint8Array) =>
      readModel(bytes).nodes.filter(({ operator }) => operator === 'Slice').length
    const file = read('bert-4-script-11.onnx')
    expect(slices(firstTokenOnly(file)) - slices(file)).toBe(3)
  })

  test('is not for int8, nor twice, nor for a graph that does not match', () => {
    expect(() => firstTokenOnly(read('bert-4-script-11-q8.onnx'))).toThrow('int8')
    expect(() => firstTokenOnly(firstTokenOnly(read('bert-4-script-11.onnx')))).toThrow('already')
    expect(() => firstTokenOnly(modelFiles('tiny-jina').get(WEIGHT_PATHS.fp32)!)).toThrow('no encoder')
    // Of ModernBERT the mean of all tokens may be read.
    for (const name of EXPORTED.filter((name) => !known.includes(name)))
      expect(() => firstTokenOnly(read(name))).toThrow('no encoder')
  })
})
