import { expect, test } from 'vitest'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { readModel } from '../format/model.js'
import { LAST_TOKEN, lastTokenOnly } from './last-token.js'

const file = (name: 'tiny-qwen2' | 'tiny-qwen3' | 'tiny-bert', dtype: keyof typeof WEIGHT_PATHS) =>
  modelFiles(name).get(WEIGHT_PATHS[dtype])!

test.each([
  ['tiny-qwen2', 'fp32'],
  ['tiny-qwen2', 'q8'],
  ['tiny-qwen3', 'fp32'],
  ['tiny-qwen3', 'fp16'],
  ['tiny-qwen3', 'q8'],
  ['tiny-qwen3', 'q4'],
] as const)('%s in %s has the last token taken before its output layer', (name, dtype) => {
  const before = readModel(file(name, dtype)).nodes
  const after = readModel(lastTokenOnly(file(name, dtype))).nodes
  expect(after).toHaveLength(before.length + 1)
  const at = after.findIndex(({ operator }) => operator === 'GatherND')
  expect(after[at]!.inputs[1]).toBe(LAST_TOKEN)
  // Next to nothing comes after it: the product, and what turns its numbers into floats.
  expect(after.length - at).toBeLessThan(dtype === 'q8' ? 8 : 4)
})

test('it is for graphs alone whose output layer is found, and once', () => {
  expect(() => lastTokenOnly(file('tiny-bert', 'fp32'))).toThrow('states by')
  expect(() => lastTokenOnly(lastTokenOnly(file('tiny-qwen3', 'fp32')))).toThrow('states by GatherND')
})
