import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createNode, type OnnxNode, withAttributes } from '../format/node.js'
import { layoutOf } from './layout.js'
import { traceGraph } from './trace.js'

const node = (operator: string, attributes: Record<string, number> = {}): OnnxNode => {
  return withAttributes(createNode(operator, ['x', 'a', 'b', 'c'], ['y']), attributes, false)
}
/** Settings of a node, as rows. */
const given =
  (...rows: number[][]) =>
  (input: number) => {
    const values = rows[input - 1]
    return values && { shape: [values.length], values }
  }
const list = (view: ReturnType<typeof layoutOf>) =>
  view && { shape: view.shape, index: view.index && Array.from(view.index()) }

describe('which numbers an operator takes', () => {
  test('Reshape: in their order, by 0 and -1', () => {
    expect(layoutOf(node('Reshape'), [2, 6], given([0, -1, 3]))).toEqual({ shape: [2, 2, 3] })
    expect(layoutOf(node('Reshape'), [2, 6], given([5, -1]))).toBeUndefined()
  })
  test('Slice: from, to, along, by; negative ones from the end, and past the end', () => {
    expect(list(layoutOf(node('Slice'), [2, 4], given([-3], [1000], [1])))).toEqual({
      shape: [2, 3],
      index: [1, 2, 3, 5, 6, 7],
    })
    const every = { ...node('Slice'), inputs: ['x', 'a', 'b', 'c', 'd'] }
    expect(list(layoutOf(every, [2, 4], given([0], [4], [1], [2])))).toEqual({
      shape: [2, 2],
      index: [0, 2, 4, 6],
    })
  })
  test('Split: parts of given sizes or of equal ones, each of its output', () => {
    const split = { ...node('Split', { axis: -1 }), inputs: ['x', 'a'], outputs: ['y', 'z'] }
    const parts = (sizes: number[], side: number) =>
      [0, 1].map((output) => list(layoutOf(split, [2, side], given(sizes), output)))
    expect(parts([1, 2], 3)).toEqual([
      { shape: [2, 1], index: [0, 3] },
      { shape: [2, 2], index: [1, 2, 4, 5] },
    ])
    expect(parts([1, 1], 3)).toEqual([undefined, undefined])
    const equal = { ...split, inputs: ['x'] }
    expect(list(layoutOf(equal, [1, 5], given(), 1))).toEqual({ shape: [1, 2], index: [3, 4] })
  })
  test('Gather: rows, and one of an axis', () => {
    const rows = (input: number) => (input === 1 ? { shape: [1, 2], values: [2, 0] } : undefined)
    expect(list(layoutOf(node('Gather'), [3, 2], rows))).toEqual({ shape: [1, 2, 2], index: [4, 5, 0, 1] })
    const one = () => ({ shape: [], values: [-1] })
    expect(list(layoutOf(node('Gather', { axis: 1 }), [2, 3], one))).toEqual({ shape: [2], index: [2, 5] })
    expect(layoutOf(node('Gather'), [3, 2], () => ({ shape: [], values: [3] }))).toBeUndefined()
  })
  test('GatherElements and GatherND: one by one', () => {
    const one = (input: number) => (input === 1 ? { shape: [2, 1], values: [2, 0] } : undefined)
    expect(list(layoutOf(node('GatherElements', { axis: 1 }), [2, 3], one))).toEqual({
      shape: [2, 1],
      index: [2, 3],
    })
    const some = (input: number) => (input === 1 ? { shape: [1, 2, 2], values: [1, 0, 0, -1] } : undefined)
    expect(list(layoutOf(node('GatherND'), [2, 3], some))).toEqual({ shape: [1, 2], index: [3, 2] })
    const rows = (input: number) => (input === 1 ? { shape: [2, 1], values: [1, 0] } : undefined)
    expect(list(layoutOf(node('GatherND'), [2, 2], rows))).toEqual({ shape: [2, 2], index: [2, 3, 0, 1] })
  })
  test('Expand: one for many', () => {
    expect(list(layoutOf(node('Expand'), [2, 1], given([3, 2, 2])))).toEqual({
      shape: [3, 2, 2],
      index: [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1],
    })
  })
  test('Unsqueeze and Squeeze: sides of one', () => {
    expect(layoutOf(node('Unsqueeze'), [2, 3], given([0, -1]))?.shape).toEqual([1, 2, 3, 1])
    expect(layoutOf(node('Flatten', { axis: 2 }), [2, 3, 4, 5], given())?.shape).toEqual([6, 20])
    expect(layoutOf(node('Squeeze'), [1, 2, 1], given([-1]))?.shape).toEqual([1, 2])
  })
  test('nothing of operators that compute', () => {
    expect(layoutOf(node('Relu'), [2], given())).toBeUndefined()
  })
  test('Transpose twice is what was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), (shape) => {
        const turn = layoutOf(node('Transpose'), shape, given())!
        const back = layoutOf(node('Transpose'), turn.shape, given())!
        const there = turn.index!()
        expect(back.shape).toEqual(shape)
        expect(Array.from(back.index!(), (i) => there[i])).toEqual([...there.keys()])
      }),
    )
  })
})

test('a graph that goes in a circle comes to an end', () => {
  const nodes = [createNode('Identity', ['x'], ['y']), createNode('Identity', ['y'], ['x'])]
  const model = {
    nodes,
    initializers: new Map(),
    outputs: ['y'],
    version: 17,
    rest: { model: [], graph: [] },
  }
  expect(traceGraph(model, { x: [1, 2] }).aliasOf('y')?.name).toBe('x')
})
