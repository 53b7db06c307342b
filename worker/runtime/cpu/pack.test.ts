import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileKernels } from '../../../kernels/build.mjs'
import { allowRelaxed } from '../../../kernels/relaxed-in-node.mjs'
import { createHeap } from './heap.js'
import { type Packed, packLinear } from './pack.js'

allowRelaxed()
const module = await WebAssembly.compile(await compileKernels('relaxed'))
const heap = await createHeap(module)
const ground = heap.take(0)

/** A layer of so many inputs and outputs; with `scale` its weights are bytes. */
interface Layer {
  from: number
  to: number
  values: Float32Array | Int8Array
  scale?: Float32Array
  bias: Float32Array
}

const number = fc.integer({ min: -4000, max: 4000 }).map((thousandths) => Math.fround(thousandths / 1000))
const floats = (length: number) =>
  fc.array(number, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values))
const layers: fc.Arbitrary<Layer> = fc
  .tuple(fc.constantFrom(16, 48), fc.constantFrom(8, 24), fc.boolean())
  .chain(([from, to, stored]) =>
    fc
      .tuple(
        stored ? fc.int8Array({ minLength: from * to, maxLength: from * to }) : floats(from * to),
        floats(to),
        floats(to),
      )
      .map(([values, bias, scale]) => ({
        ...{ from, to, values, bias },
        ...(stored && { scale: scale.map((value) => Math.abs(value) + 0.001) }),
      })),
  )

function pack({ from, to, values, scale, bias }: Layer, kernel: Packed['kernel'], int7 = true, factor = 1) {
  heap.release(ground)
  const weights = { kind: scale ? 'int8' : 'float', shape: [from, to], read: () => values } as const
  const precision = kernel === 'float' || !int7 ? (kernel as 'float' | 'int12') : 'int7'
  const packed = packLinear(
    heap,
    { weights, scale, bias },
    precision,
    int7 ? (kernel as 'int12') : undefined,
    factor,
  )
  return { ...packed, ...unpack(packed) }
}

/** Column by column: the numbers, and what stands beside them. */
function unpack({ from, to, kernel, weights, columns }: Packed) {
  const { buffer } = heap.kernels.memory
  const steps = { float: 1, int12: 2, narrow: 4, fused: 4 }[kernel]
  const type = { float: Float32Array, int12: Int16Array, narrow: Int8Array, fused: Int8Array }[kernel]
  const numbers = new type(buffer, weights, from * to)
  const details = new Float32Array(buffer, columns, to * (kernel === 'float' ? 1 : 3))
  const each = kernel === 'float' ? 8 : 24
  return Array.from({ length: to }, (_, j) => j).reduce(
    (all, j) => {
      const [panel, lane] = [Math.floor(j / 8), j % 8]
      all.numbers.push(
        Array.from(
          { length: from },
          (_, i) => numbers[panel * from * 8 + (i - (i % steps)) * 8 + lane * steps + (i % steps)]!,
        ),
      )
      all.details.push(Array.from({ length: each / 8 }, (_, k) => details[panel * each + k * 8 + lane]!))
      return all
    },
    { numbers: [] as number[][], details: [] as number[][] },
  )
}

const column = ({ from, to, values, scale }: Layer, j: number) =>
  Array.from({ length: from }, (_, i) => Math.fround(values[i * to + j]! * (scale?.[j] ?? 1)))
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

test('floats are where their panel has them, times the factor', () => {
  fc.assert(
    fc.property(layers, fc.constantFrom(1, 0.125), (layer, factor) => {
      const { numbers, details } = pack(layer, 'float', false, factor)
      for (let j = 0; j < layer.to; j++) {
        expect(numbers[j]).toEqual(column(layer, j).map((value) => value * factor))
        expect(details[j]).toEqual([layer.bias[j]! * factor])
      }
    }),
  )
})

test('integers stand for the weights, to half a step, with their scales, sums and biases', () => {
  fc.assert(
    fc.property(layers, fc.boolean(), fc.constantFrom(1, 0.125), (layer, int7, factor) => {
      const { numbers, details } = pack(layer, int7 ? 'fused' : 'int12', int7, factor)
      for (let j = 0; j < layer.to; j++) {
        const [scaled, total, bias] = details[j]!
        const scale = scaled! / factor
        const weights = column(layer, j)
        numbers[j]!.forEach((value, i) => {
          expect(Math.abs(value * scale - weights[i]!)).toBeLessThanOrEqual(scale * 0.50001)
        })
        const exact = sum(numbers[j]!) * scaled!
        expect(Math.abs(total! - exact)).toBeLessThanOrEqual(Math.abs(exact) * 2 ** -23)
        expect(bias).toBe(layer.bias[j]! * factor)
        // The file's own bytes stay what they are, where 12 bits meet them.
        if (layer.scale && !int7)
          expect(numbers[j]).toEqual(
            Array.from({ length: layer.from }, (_, i) => layer.values[i * layer.to + j]),
          )
      }
    }),
  )
})

test('no sum that a kernel of 7 bits makes leaves 16 bits, and all of them take the same integers', () => {
  fc.assert(
    fc.property(layers, (layer) => {
      const { numbers, details } = pack(layer, 'narrow')
      for (const weights of numbers) {
        for (let block = 0; block < layer.from; block += 16) {
          for (const half of [0, 2]) {
            const lane = [0, 1, 4, 5, 8, 9, 12, 13].map((i) => weights[block + half + i]!)
            for (const sign of [1, -1])
              expect(127 * sum(lane.map((value) => Math.max(0, sign * value)))).toBeLessThan(2 ** 15)
          }
        }
      }
      const int12 = pack(layer, 'int12')
      expect(int12.numbers).toEqual(numbers)
      expect(int12.details).toEqual(details)
    }),
  )
})

test('a layer of zeros is one', () => {
  const layer = { from: 16, to: 8, values: new Float32Array(128), bias: new Float32Array(8) }
  for (const kernel of ['int12', 'fused'] as const) {
    const { numbers, details } = pack(layer, kernel)
    expect(new Set(numbers.flat())).toEqual(new Set([0]))
    expect(details.flat().every(Number.isFinite)).toBe(true)
  }
})

test('numbers that are not finite are refused, wherever they are', () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    for (const at of [0, 77, 127]) {
      const layer = { from: 16, to: 8, values: new Float32Array(128).fill(0.5), bias: new Float32Array(8) }
      layer.values[at] = wrong
      for (const kernel of ['float', 'int12', 'fused'] as const)
        expect(() => pack(layer, kernel, kernel === 'fused')).toThrow(/no finite numbers/)
    }
    const layer = { from: 16, to: 8, values: new Float32Array(128), bias: new Float32Array(8).fill(wrong) }
    expect(() => pack(layer, 'int12')).toThrow(/no finite numbers/)
    const scale = new Float32Array(8).fill(wrong)
    expect(() =>
      pack({ ...layer, bias: new Float32Array(8), values: new Int8Array(128), scale }, 'int12'),
    ).toThrow(/no finite numbers/)
  }
})

test('what a layer was read into is given back', () => {
  const layer = { from: 48, to: 24, values: new Float32Array(48 * 24).fill(1), bias: new Float32Array(24) }
  const { weights, columns } = pack(layer, 'fused')
  expect(heap.take(0)).toBeLessThanOrEqual(Math.max(weights, columns) + 24 * 12 + 64)
})
