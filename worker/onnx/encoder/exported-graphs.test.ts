import { describe, expect, test } from 'vitest'
import { EXPORTED, expectedScores, readExported } from '../../../fixtures/models/exported.js'
import { compileKernels } from '../../../kernels/build.mjs'
import { createForward } from '../../runtime/cpu/forward.js'
import { createHeap } from '../../runtime/cpu/heap.js'
import { readModel } from '../format/model.js'
import { bytesField, type Field, readFields, textField, VARINT, writeFields } from '../format/protobuf.js'
import { openConstant, writeFloats, writeIntegers } from '../format/tensor.js'
import { matchEncoder } from './match-encoder.js'
import { matchKnown } from './match-known.js'

const { pairs, logits } = expectedScores()
const module = await WebAssembly.compile(await compileKernels('plain'))

describe("files of PyTorch's exporters", () => {
  test('are those of three families, in five ways, and of one in int8 and of one in halves', () => {
    const of = (family: RegExp) => EXPORTED.filter((name) => family.test(name))
    expect([/^bert-/, /^xlmr-/, /^modernbert-/].map((family) => of(family).length)).toEqual([7, 7, 7])
    // The first token is read, or there is no head.
    expect(of(/^modernbert(cls|alone)-/)).toHaveLength(4)
    expect(EXPORTED).toHaveLength(25)
  })

  test.each(EXPORTED)('%s scores as PyTorch', async (name) => {
    const q8 = name.includes('-q8')
    const forward = createForward(
      await createHeap(module),
      matchKnown(readModel(readExported(name))),
      q8 ? 'int12' : 'float',
    )
    // What the file's own numbers are rounded to; the weights are large, so that each of them counts.
    const near = q8 ? 0.15 : name.includes('-fp16') ? 0.01 : 1e-4
    const scores = pairs.map(({ ids, types }) => forward(ids, types)[0]!)
    for (const [i, score] of scores.entries()) {
      expect(Math.abs(score - logits[/^\w+-\d/.exec(name)![0]]![i]!)).toBeLessThan(near)
    }
  })
})

test('no large tensor is read', () => {
  const model = readModel(readExported('bert-4-script-11.onnx'))
  const reads: number[] = []
  const elsewhere = (location: string) => {
    expect(location).toBe('vocabulary')
    const length = 400_000 * 16 * 4
    return {
      length,
      read(from: number, to: number) {
        reads.push(to - from)
        return new Uint8Array(to - from)
      },
    }
  }
  const [name] = [...model.initializers.keys()].filter((name) => name.includes('word_embeddings'))
  const there: Field[] = [
    { number: 14, wire: VARINT, value: 1n },
    bytesField(13, writeFields([textField(1, 'location'), textField(2, 'vocabulary')])),
  ]
  const rest = readFields(writeFloats(name!, [400_000, 16], new Float32Array(0)))
  const tensor = writeFields([...rest.filter(({ number }) => number !== 9), ...there])
  const initializers = new Map([...model.initializers, [name!, tensor]])
  expect(matchEncoder({ ...model, initializers }, elsewhere).wordEmbeddings.rows.shape).toEqual([400_000, 16])
  expect(reads).toEqual([])
})

test('the pair that is tried at length is 300 tokens long', () => {
  // The files' own tables of positions are shorter: here they and the list of positions have 514 rows.
  const model = readModel(readExported('bert-5-script-17.onnx'))
  const initializers = new Map(model.initializers)
  let found = 0
  for (const [name, bytes] of initializers) {
    const { shape, whole } = openConstant(bytes)!
    if (shape.join() === '48,16')
      initializers.set(name, writeFloats(name, [514, 16], new Float32Array(514 * 16)))
    else if (whole && shape.join() === '1,48') initializers.set(name, positionsOf(name, 514))
    else continue
    found++
  }
  expect(found).toBe(2)
  expect(matchEncoder({ ...model, initializers }).positionEmbeddings.rows.shape).toEqual([514, 16])
})

/** A list of positions with one row. */
function positionsOf(name: string, count: number): Uint8Array {
  const side: Field = { number: 1, wire: VARINT, value: 1n }
  return writeFields([side, ...readFields(writeIntegers(name, [...Array(count).keys()]))])
}
