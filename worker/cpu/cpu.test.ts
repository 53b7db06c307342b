import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileEngine } from '../../engine/build.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../fixtures/files.mjs'
import { createModel, type ModelName } from '../../fixtures/models.mjs'
import { uniforms } from '../../fixtures/random.mjs'
import { referenceLogits } from '../../fixtures/reference.mjs'
import { readModel } from '../onnx/model.js'
import { createForward } from './forward.js'
import { createHeap, type Mode } from './kernels.js'
import { recognise } from './recognise.js'

const engine = await compileEngine()
const embedded = new URL('../../public/models/webrerank-tiny-en/onnx/model_quantized.onnx', import.meta.url)

async function open(file: Uint8Array, mode: Mode) {
  return createForward(await createHeap(engine), recognise(readModel(file)), mode)
}

function randomPair(name: ModelName, length: number) {
  const uniform = uniforms(length)
  const { vocab_size } = createModel(name).config
  const ids = Array.from({ length }, () => 5 + Math.floor(uniform() * (vocab_size - 6)))
  return { ids, types: ids.map((_, i) => Number(i > length / 3)) }
}

test.each(['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const)(
  '%s in floats equals the float64 reference at every length, in any order',
  async (name) => {
    const model = createModel(name)
    const forward = await open(modelFiles(name).get(WEIGHT_PATHS.fp32)!, 'float')
    const first: number[] = []
    for (let length = 1; length <= model.window; length++) {
      const { ids, types } = randomPair(name, length)
      const [logit] = forward(ids, types)
      expect(Math.abs(logit! - referenceLogits(model, ids, types)[0]!)).toBeLessThan(1e-4)
      first.push(logit!)
    }
    for (let length = model.window; length >= 1; length--) {
      const { ids, types } = randomPair(name, length)
      expect(forward(ids, types)[0]).toBe(first[length - 1])
    }
  },
)

test.each(['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const)(
  '%s from int8, with 12-bit rows, is near what ONNX Runtime makes of the file',
  async (name) => {
    const model = createModel(name)
    const forward = await open(modelFiles(name).get(WEIGHT_PATHS.q8)!, 'words')
    for (const length of [1, 2, 3, 4, 5, 15, 16, 17, 64, 65, 128]) {
      const { ids, types } = randomPair(name, length)
      const [logit] = forward(ids, types)
      expect(Math.abs(logit! - referenceLogits(model, ids, types)[0]!)).toBeLessThan(0.4)
      expect(forward(ids, types)[0]).toBe(logit)
    }
  },
)

const golden: { pairs: { ids: number[]; types: number[]; fp32: number }[] } = JSON.parse(
  readFileSync(new URL('../../e2e/golden/tiny-en.json', import.meta.url), 'utf8'),
)

test.each([
  ['float', 1e-4, 1e-4],
  ['words', 0.05, 0.01],
] as const)('the model on board scores as training says, in %s', async (mode, most, rms) => {
  const forward = await open(readFileSync(embedded), mode)
  const pairs = golden.pairs
  const off = pairs.map(({ ids, types, fp32 }) => forward(ids, types)[0]! - fp32)
  expect(Math.max(...off.map(Math.abs))).toBeLessThan(most)
  expect(Math.sqrt(off.reduce((sum, value) => sum + value ** 2, 0) / off.length)).toBeLessThan(rms)
})

test('two labels give two logits, and a NaN stays one', async () => {
  const { ids, types } = randomPair('tiny-bert', 12)
  const two = await open(modelFiles('tiny-two-labels').get(WEIGHT_PATHS.fp32)!, 'float')
  const expected = referenceLogits(createModel('tiny-two-labels'), ids, types)
  const got = two(ids, types)
  expect(got.every((logit, i) => Math.abs(logit - expected[i]!) < 1e-4)).toBe(true)
  expect(got).toHaveLength(2)
  const nan = await open(modelFiles('tiny-nan').get(WEIGHT_PATHS.q8)!, 'words')
  expect(nan(ids, types)[0]).toBeNaN()
})

test('what is past a table is refused', async () => {
  const forward = await open(modelFiles('tiny-bert').get(WEIGHT_PATHS.fp32)!, 'float')
  expect(() => forward([1_000_000], [0])).toThrow('token 1000000')
  expect(() => forward([2], [2])).toThrow('token type 2')
  expect(() => forward(new Array(129).fill(2), new Array(129).fill(0))).toThrow('position 128')
})

test('a damaged file is refused, or scores as another model would', async () => {
  const file = modelFiles('tiny-bert').get(WEIGHT_PATHS.q8)!
  const uniform = uniforms(7)
  for (let round = 0; round < 60; round++) {
    const damaged = file.slice(0, round % 2 ? Math.floor(uniform() * file.length) : undefined)
    for (let i = 0; i < 20; i++) damaged[Math.floor(uniform() * damaged.length)] = Math.floor(uniform() * 256)
    try {
      const logits = (await open(damaged, 'words'))([2, 7, 9, 3], [0, 0, 1, 1])
      expect(logits.length).toBeLessThanOrEqual(2)
    } catch (error) {
      expect(error).toBeInstanceOf(Error)
      expect(error).not.toBeInstanceOf(WebAssembly.RuntimeError)
    }
  }
})
