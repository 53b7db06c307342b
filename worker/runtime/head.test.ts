import { expect, test } from 'vitest'
import { HEAD_PATHS, modelFiles } from '../../fixtures/models/files.mjs'
import { createModel } from '../../fixtures/models/models.mjs'
import { erf as exactErf, gelu } from '../../fixtures/reference/index.mjs'
import { readSafetensors } from '../bytes/safetensors.js'
import { createHead, erf } from './head.js'

const files = HEAD_PATHS.map((path) => modelFiles('tiny-encoder').get(path)!)
const { weights, config } = createModel('tiny-encoder')
const tensor = (name: string) => weights.get(name)!.data

test('reads tensors by name, also as bfloat16', () => {
  expect(readSafetensors(files[0]!).get('linear.weight')).toEqual(tensor('2_Dense.linear.weight'))
  const header = new TextEncoder().encode('{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}')
  const file = new Uint8Array(8 + header.length + 4)
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true)
  file.set(header, 8)
  file.set([0x80, 0x3f, 0x00, 0xc0], 8 + header.length)
  expect([...readSafetensors(file).get('a')!]).toEqual([1, -2])
})

test('computes what its description says', () => {
  const state = Float32Array.from({ length: config.hidden_size }, (_, i) => Math.sin(3 * i))
  const width = state.length
  const row = (i: number) => Array.from(tensor('2_Dense.linear.weight').subarray(i * width, (i + 1) * width))
  const values = Array.from(state, (_, i) => gelu(row(i).reduce((sum, w, j) => sum + w * state[j]!, 0)))
  const mean = values.reduce((a, b) => a + b) / width
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / width + 1e-5)
  const expected = values.reduce((sum, value, i) => {
    const normal =
      ((value - mean) / deviation) * tensor('3_LayerNorm.norm.weight')[i]! +
      tensor('3_LayerNorm.norm.bias')[i]!
    return sum + normal * tensor('4_Dense.linear.weight')[i]!
  }, tensor('4_Dense.linear.bias')[0]!)
  expect(createHead(files)(state)).toBeCloseTo(expected, 5)
})

test('the error function is within 1.5e-7', () => {
  for (let x = -5; x <= 5; x += 0.01) expect(Math.abs(erf(x) - exactErf(x))).toBeLessThan(1.6e-7)
})

test('a head that is none is refused', () => {
  for (const broken of [
    [files[1]!, files[1]!, files[2]!],
    [files[0]!.subarray(0, 20), files[1]!, files[2]!],
    [new Uint8Array(3), files[1]!, files[2]!],
    [files[2]!, files[1]!, files[2]!],
  ]) {
    expect(() => createHead(broken)).toThrow(expect.objectContaining({ code: 'integrity_failed' }))
  }
})
