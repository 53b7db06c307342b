import { expect, test } from 'vitest'
import { modelFiles, WEIGHT_PATHS } from '../../fixtures/models/files.mjs'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { readModel } from '../onnx/format/model.js'
import { findWeights } from './weights.js'

const q8 = modelFiles('tiny-bert').get(WEIGHT_PATHS.q8)!
const fp32 = { path: 'onnx/model.onnx' }

test('a file of its own is taken as it is', () => {
  const source = findWeights({ ...tinyEn, weights: { ...tinyEn.weights, fp32 } }, 'fp32')!
  expect(source.file).toBe(fp32)
  expect(source.convert).toBeUndefined()
})

test('derived weights are of the other dtype’s file, converted', () => {
  const source = findWeights(tinyEn, 'fp32')!
  expect(source.file).toBe(tinyEn.weights.q8)
  expect(readModel(source.convert!(q8)).nodes.map((node) => node.operator)).not.toContain('MatMulInteger')
})

test('16-bit floats are made of the same file', () => {
  const { file, convert } = findWeights(tinyEn, 'fp16')!
  expect(file).toBe(tinyEn.weights.q8)
  expect(convert!(q8).length).toBeLessThan(0.6 * findWeights(tinyEn, 'fp32')!.convert!(q8).length)
})

test('a dtype that a model has not is none', () => {
  expect(findWeights(tinyEn, 'q4')).toBeUndefined()
  expect(findWeights({ ...tinyEn, weights: {} }, 'fp32')).toBeUndefined()
})

test('a file that cannot be converted leaves the way to the CPU open', () => {
  const { convert } = findWeights(tinyEn, 'fp32')!
  expect(() => convert!(q8.subarray(0, 1000))).toThrow(
    expect.objectContaining({
      code: 'inference_failed',
      message: expect.stringMatching(/^onnx\/model_quantized\.onnx: malformed ONNX file/),
    }),
  )
})
