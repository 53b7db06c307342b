import { integerAttribute, integerListAttribute, type OnnxNode } from '../format/node.js'
import { broadcast, broadcastIndex, product, spread, steps, stridesOf, within } from './shape.js'

/** A tensor that has another's numbers, in other places. */
export interface Layout {
  shape: readonly number[]
  /** For each number, in row-major order, which of the other tensor's it is. Absent where they are all, in their order. */
  index?(): Int32Array
}

/** Another input of a node, by its place among the inputs, where its numbers are known. */
type Numbers = (input: number) => { shape: readonly number[]; values: ArrayLike<number> } | undefined

/** What a rule goes by: a node, and the shape of its first input. */
interface LayoutInput {
  node: OnnxNode
  shape: readonly number[]
  strides: readonly number[]
  /** Which of the node's outputs. */
  output: number
  numbers: Numbers
  axisOf(axis: number): number
  /** Settings are inputs of newer operators, and attributes of older ones. */
  settings(input: number, attribute: string): number[] | undefined
}

type LayoutRule = (input: LayoutInput) => Layout | undefined

/** Operators that only move numbers, leave some out, or repeat some. https://onnx.ai/onnx/operators/ */
const LAYOUT_OPERATORS = new Map<string, LayoutRule>([
  ['Identity', unchanged],
  ['Cast', unchanged],
  ['Dropout', dropoutOf],
  ['Reshape', reshapeOf],
  ['Flatten', flattenOf],
  ['Unsqueeze', unsqueezeOf],
  ['Squeeze', squeezeOf],
  ['Transpose', transposeOf],
  ['Slice', sliceOf],
  ['Split', splitOf],
  ['Gather', gatherOf],
  ['GatherElements', gatherElementsOf],
  ['GatherND', gatherNdOf],
  ['Expand', expandOf],
])

/**
 * What an operator of {@link LAYOUT_OPERATORS} makes of a tensor of this shape.
 * @param output which of the node's outputs
 * @returns undefined for another operator, or where what it goes by is not known
 */
export function layoutOf(
  node: OnnxNode,
  shape: readonly number[],
  numbers: Numbers,
  output = 0,
): Layout | undefined {
  return LAYOUT_OPERATORS.get(node.operator)?.({
    node,
    shape,
    output,
    strides: stridesOf(shape),
    numbers,
    axisOf: (axis) => (axis < 0 ? axis + shape.length : axis),
    settings(input, attribute) {
      if (!node.inputs[input]) return integerListAttribute(node, attribute)
      const known = numbers(input)
      return known && Array.from(known.values)
    },
  })
}

/** Another shape of the same numbers, where it has as many. */
function same({ shape }: LayoutInput, wanted: readonly number[]): Layout | undefined {
  return product(wanted) === product(shape) && wanted.every(Number.isInteger) ? { shape: wanted } : undefined
}

function unchanged(input: LayoutInput): Layout | undefined {
  return same(input, input.shape)
}

/** Offsets of all places along an axis. */
function whole({ shape, strides }: LayoutInput, axis: number): Int32Array {
  return steps(shape[axis]!, strides[axis]!)
}

/** One that was exported while its model was in training drops numbers by chance. */
function dropoutOf(input: LayoutInput): Layout | undefined {
  return input.node.inputs[2] && input.numbers(2)?.values[0] !== 0 ? undefined : unchanged(input)
}

function reshapeOf(input: LayoutInput): Layout | undefined {
  const { node, shape } = input
  const wanted = input.settings(1, 'shape')
  if (!wanted) return undefined
  const kept = integerAttribute(node, 'allowzero', 0) === 1
  const sides = wanted.map((side, i) => (side === 0 && !kept ? (shape[i] ?? 0) : side))
  const rest = product(shape) / product(sides.filter((side) => side !== -1))
  return same(
    input,
    sides.map((side) => (side === -1 ? rest : side)),
  )
}

function flattenOf(input: LayoutInput): Layout | undefined {
  const axis = input.axisOf(integerAttribute(input.node, 'axis', 1))
  return same(input, [product(input.shape.slice(0, axis)), product(input.shape.slice(axis))])
}

function unsqueezeOf(input: LayoutInput): Layout | undefined {
  const axes = input.settings(1, 'axes')
  if (!axes) return undefined
  const rank = input.shape.length + axes.length
  const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))
  const left = [...input.shape]
  return same(
    input,
    Array.from({ length: rank }, (_, i) => (added.has(i) ? 1 : left.shift()!)),
  )
}

function squeezeOf(input: LayoutInput): Layout | undefined {
  const axes = input.settings(1, 'axes')?.map(input.axisOf)
  if (!axes) return undefined
  return same(
    input,
    input.shape.filter((side, i) => (axes.length > 0 ? !axes.includes(i) : side !== 1)),
  )
}

function transposeOf(input: LayoutInput): Layout | undefined {
  const { node, shape } = input
  const order = integerListAttribute(node, 'perm')
  const axes = order.length > 0 ? order : [...shape.keys()].reverse()
  if (axes.length !== shape.length || new Set(axes).size !== axes.length) return undefined
  return {
    shape: axes.map((axis) => shape[axis]!),
    index: () => spread(axes.map((axis) => whole(input, axis))),
  }
}

/** The part of an axis that a slice keeps. */
interface Part {
  first: number
  length: number
  step: number
}

function sliceOf(input: LayoutInput): Layout | undefined {
  const parts = partsOf(input)
  return parts && partsTaken(input, parts)
}

function partsTaken(input: LayoutInput, parts: ReadonlyMap<number, Part>): Layout {
  const { shape, strides } = input
  return {
    shape: shape.map((side, axis) => parts.get(axis)?.length ?? side),
    index: () =>
      spread(
        shape.map((_, axis) => {
          const part = parts.get(axis)
          if (!part) return whole(input, axis)
          return steps(part.length, 1).map((k) => (part.first + k * part.step) * strides[axis]!)
        }),
      ),
  }
}

/** Into parts of given sizes, or into equal ones, of which the last may be smaller. */
function splitOf(input: LayoutInput): Layout | undefined {
  const { node, shape, output } = input
  const axis = input.axisOf(integerAttribute(node, 'axis', 0))
  const side = shape[axis]
  const given = input.settings(1, 'split')
  if (side === undefined || !given) return undefined
  const equal = Math.ceil(side / node.outputs.length)
  const sizes = given.length > 0 ? given : node.outputs.map((_, i) => Math.min(equal, side - i * equal))
  const sum = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0)
  if (sizes.length !== node.outputs.length || sum(sizes) !== side || sizes.some((size) => size < 0))
    return undefined
  const part = { first: sum(sizes.slice(0, output)), length: sizes[output]!, step: 1 }
  return partsTaken(input, new Map([[axis, part]]))
}

function partsOf({ node, shape, settings, axisOf }: LayoutInput): Map<number, Part> | undefined {
  const [from, to, axes] = [settings(1, 'starts'), settings(2, 'ends'), settings(3, 'axes')]
  const by = node.inputs[4] ? settings(4, 'steps') : []
  if (!from || !to || !axes || !by) return undefined
  const parts = new Map<number, Part>()
  for (const [i, start] of from.entries()) {
    const axis = axisOf(axes[i] ?? i)
    const [side, step] = [shape[axis] ?? 0, by[i] ?? 1]
    if (step < 1) return undefined
    const clamped = (place: number) => Math.min(Math.max(place < 0 ? place + side : place, 0), side)
    const first = clamped(start)
    parts.set(axis, { first, step, length: Math.max(0, Math.ceil((clamped(to[i]!) - first) / step)) })
  }
  return parts
}

function gatherOf(input: LayoutInput): Layout | undefined {
  const { node, shape, strides, numbers } = input
  const axis = input.axisOf(integerAttribute(node, 'axis', 0))
  const taken = numbers(1)
  const side = shape[axis]
  const places = taken && side !== undefined ? within(taken.values, side) : undefined
  if (!taken || !places) return undefined
  return {
    shape: [...shape.slice(0, axis), ...taken.shape, ...shape.slice(axis + 1)],
    index: () =>
      spread(
        shape.map((_, i) => (i === axis ? places.map((place) => place * strides[axis]!) : whole(input, i))),
      ),
  }
}

function gatherElementsOf({ node, shape, strides, numbers, axisOf }: LayoutInput): Layout | undefined {
  const axis = axisOf(integerAttribute(node, 'axis', 0))
  const taken = numbers(1)
  if (!taken || taken.shape.length !== shape.length) return undefined
  if (taken.shape.some((side, i) => i !== axis && side > shape[i]!)) return undefined
  const places = within(taken.values, shape[axis] ?? 0)
  if (!places) return undefined
  return {
    shape: taken.shape,
    index() {
      // Its own place along all other axes, and the one that it names along this one.
      const others = taken.shape.map((side, i) => steps(side, i === axis ? 0 : strides[i]!))
      return spread(others).map((at, i) => at + places[i]! * strides[axis]!)
    },
  }
}

function gatherNdOf({ node, shape, strides, numbers }: LayoutInput): Layout | undefined {
  const taken = numbers(1)
  const depth = taken?.shape.at(-1) ?? 0
  const batched = integerAttribute(node, 'batch_dims', 0) !== 0
  if (!taken || !depth || depth > shape.length || batched) return undefined
  const count = product(taken.shape) / depth
  const rows = shape.slice(0, depth).map((side, k) =>
    within(
      Array.from({ length: count }, (_, i) => taken.values[i * depth + k]!),
      side,
    ),
  )
  if (!rows.every((row) => row !== undefined)) return undefined
  const rest = shape.slice(depth)
  return {
    shape: [...taken.shape.slice(0, -1), ...rest],
    index() {
      const starts = Int32Array.from({ length: count }, (_, i) =>
        rows.reduce((sum, row, k) => sum + row[i]! * strides[k]!, 0),
      )
      return spread([starts, steps(product(rest), 1)])
    },
  }
}

function expandOf({ shape, settings }: LayoutInput): Layout | undefined {
  const wanted = settings(1, 'shape')
  const wide = wanted && broadcast(shape, wanted)
  return wide && { shape: wide, index: () => broadcastIndex(shape, wide) }
}
