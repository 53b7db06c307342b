import { integerAttribute, integerListAttribute, type OnnxNode, tensorAttribute } from '../format/node.js'
import { openConstant } from '../format/tensor.js'
import { affords, constant, type FoldBudget, type Folded, MOST, once, shaped } from './known.js'
import type { Layout } from './layout.js'
import { broadcast, broadcastIndex, product, steps } from './shape.js'

/** Elementwise operators of two tensors. */
const PAIRED: Record<string, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Mod: (a, b) => a - b * Math.floor(a / b),
  Min: Math.min,
  Max: Math.max,
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
  And: (a, b) => Number(a && b),
  Or: (a, b) => Number(a || b),
}
/** Elementwise operators of one. */
const SINGLE: Record<string, (a: number) => number> = {
  Not: (a) => Number(!a),
  Sqrt: Math.sqrt,
  Cos: Math.cos,
  Sin: Math.sin,
  Neg: (a) => -a,
  Abs: Math.abs,
  Reciprocal: (a) => 1 / a,
  Floor: Math.floor,
  Ceil: Math.ceil,
  IsNaN: (a) => Number(Number.isNaN(a)),
}
const LOGICAL = /^(Equal|Greater|Less|And|Or|Not|IsNaN)/
/** Operators of which the shape alone is of interest. */
const SHAPED = ['Erf', 'Tanh', 'Gelu', 'Softmax', 'LayerNormalization', 'DequantizeLinear', 'QuantizeLinear']
const BOOL = 9
const INTEGERS = [2, 3, 6, 7]

/** One number for each place. In a loop: masks of long pairs are large, and iterators are slow. */
function applied(count: number, by: (place: number) => number): Float64Array {
  const results = new Float64Array(count)
  for (let i = 0; i < count; i++) results[i] = by(i)
  return results
}

function taken(values: ArrayLike<number>, places: Int32Array): Float64Array {
  return applied(places.length, (i) => values[places[i]!]!)
}

/** A view's numbers. */
export function gathered(
  node: OnnxNode,
  { whole, values }: Folded,
  { shape, index }: Layout,
  budget: FoldBudget,
): Folded {
  const type = castOf(node)
  const cast = type === BOOL ? (value: number) => Number(value !== 0) : Math.trunc
  return {
    shape,
    whole: node.operator === 'Cast' ? type !== undefined : whole,
    values: once(() => {
      const given = affords(budget, shape) ? values() : undefined
      const moved = given && index ? taken(given, index()) : given
      return moved && type !== undefined ? applied(moved.length, (i) => cast(moved[i]!)) : moved
    }),
  }
}

/** The type that a node makes of numbers, where it is no float's: such numbers are other ones. */
export function castOf(node: OnnxNode): number | undefined {
  const type = node.operator === 'Cast' ? integerAttribute(node, 'to', 1) : 1
  return type === BOOL || INTEGERS.includes(type) ? type : undefined
}

/** A node whose first input is known, and what is known of its inputs. */
interface FoldInput {
  node: OnnxNode
  first: Folded
  inputs: readonly (Folded | undefined)[]
  budget: FoldBudget
}

/** What each output comes to; nothing where that is not known. */
type FoldRule = (input: FoldInput) => readonly (Folded | undefined)[]

const FOLD_OPERATORS = new Map<string, FoldRule>([
  ['Where', whereOf],
  ['Shape', shapeOf],
  ['ConstantOfShape', ({ node, first }) => [filled(node, first.values())]],
  ['Range', rangeOf],
  ['Concat', ({ node, inputs, budget }) => (areKnown(inputs) ? [concatenated(node, inputs, budget)] : [])],
  ['CumSum', ({ node, first, inputs }) => [summedUp(node, first, inputs[1])]],
  ['ReduceMean', meanOf],
  ['ReduceSum', sumOf],
  ['DynamicQuantizeLinear', ({ first }) => [shaped(first.shape), shaped([]), shaped([])]],
  ['MatMul', productOf],
  ['MatMulInteger', productOf],
  ['Gemm', gemmOf],
  ...Object.entries(PAIRED).map(([operator, by]): [string, FoldRule] => [
    operator,
    ({ inputs, budget }) =>
      inputs.length === 2 && areKnown(inputs) ? [elementwise(operator, inputs, by, budget)] : [],
  ]),
  ...Object.entries(SINGLE).map(([operator, by]): [string, FoldRule] => [
    operator,
    ({ first, budget }) => [elementwise(operator, [first], by, budget)],
  ]),
  ...SHAPED.map((operator): [string, FoldRule] => [operator, ({ first }) => [shaped(first.shape)]]),
])

/** What each output of a node comes to; nothing of operators that are not known. */
export function fold(
  node: OnnxNode,
  first: Folded,
  inputs: readonly (Folded | undefined)[],
  budget: FoldBudget,
): readonly (Folded | undefined)[] {
  return FOLD_OPERATORS.get(node.operator)?.({ node, first, inputs, budget }) ?? []
}

function areKnown(inputs: readonly (Folded | undefined)[]): inputs is readonly Folded[] {
  return inputs.every((input) => input !== undefined)
}

function whereOf({ first, inputs: [, second, third], budget }: FoldInput): (Folded | undefined)[] {
  if (!second || !third) return []
  return [elementwise('Where', [first, second, third], (is, a, b) => (is ? a : b), budget)]
}

function shapeOf({ node, first: { shape } }: FoldInput): Folded[] {
  const [from, to] = [integerAttribute(node, 'start', 0), integerAttribute(node, 'end', shape.length)]
  return [constant(shape.slice(from, to))]
}

function rangeOf({ inputs }: FoldInput): Folded[] {
  const [start, limit, delta] = inputs.map((input) => input?.values()?.[0])
  if (start === undefined || limit === undefined || !delta) return []
  const length = Math.min(Math.max(0, Math.ceil((limit - start) / delta)), MOST)
  return [constant(Array.from({ length }, (_, i) => start + i * delta))]
}

/** Along the last axis alone. */
function meanOf({ node, first: { shape }, inputs: [, second] }: FoldInput): Folded[] {
  const axes = [...integerListAttribute(node, 'axes'), ...Array.from(second?.values() ?? [])]
  const last = axes.length === 1 && [-1, shape.length - 1].includes(axes[0]!)
  return last && integerAttribute(node, 'keepdims', 1) === 1 ? [shaped([...shape.slice(0, -1), 1])] : []
}

/** Along one axis. */
function sumOf({ node, first, inputs: [, second], budget }: FoldInput): Folded[] {
  const { shape } = first
  const axes = [...integerListAttribute(node, 'axes'), ...Array.from(second?.values() ?? [])]
  const axis = axes[0]! < 0 ? axes[0]! + shape.length : axes[0]!
  const side = shape[axis]
  if (axes.length !== 1 || side === undefined) return []
  const after = product(shape.slice(axis + 1))
  const kept = integerAttribute(node, 'keepdims', 1) === 1 ? [1] : []
  const sums = [...shape.slice(0, axis), ...kept, ...shape.slice(axis + 1)]
  const values = once(() => {
    const given = affords(budget, shape) ? first.values() : undefined
    const sum = (at: number) => {
      const start = Math.floor(at / after) * side * after + (at % after)
      return steps(side, after).reduce((sum, step) => sum + given![start + step]!, 0)
    }
    return given && Array.from({ length: product(sums) }, (_, at) => sum(at))
  })
  return [{ shape: sums, whole: first.whole, values }]
}

function productOf({ node, first, inputs: [, second], budget }: FoldInput): (Folded | undefined)[] {
  if (!second || first.shape.length < 2 || second.shape.length < 2) return []
  // A column by a row, such as places by rates: nothing is summed.
  if (node.operator === 'MatMul' && first.shape.at(-1) === 1 && second.shape.at(-2) === 1)
    return [elementwise('Mul', [first, second], (a, b) => a * b, budget)]
  const ahead = broadcast(first.shape.slice(0, -2), second.shape.slice(0, -2))
  return ahead ? [shaped([...ahead, first.shape.at(-2)!, second.shape.at(-1)!])] : []
}

function gemmOf({ node, first, inputs: [, second] }: FoldInput): Folded[] {
  const side = integerAttribute(node, 'transB', 0) === 1 ? 0 : 1
  return second ? [shaped([first.shape[0]!, second.shape[side]!])] : []
}

function elementwise(
  operator: string,
  inputs: readonly Folded[],
  by: (...of: number[]) => number,
  budget: FoldBudget,
): Folded | undefined {
  const shape = inputs.reduce<number[] | undefined>((wide, input) => wide && broadcast(wide, input.shape), [])
  if (!shape) return undefined
  const whole =
    LOGICAL.test(operator) || inputs.slice(operator === 'Where' ? 1 : 0).every((input) => input.whole)
  const round = operator === 'Div' && whole ? Math.trunc : (value: number) => value
  return {
    shape,
    whole,
    values: once(() => {
      if (!affords(budget, shape)) return undefined
      const count = product(shape)
      const given = inputs.map((input) => input.values())
      if (given.some((values) => !values)) return undefined
      const [a, b, c] = given.map((values, k) =>
        values!.length === count ? values! : taken(values!, broadcastIndex(inputs[k]!.shape, shape)),
      )
      return applied(count, (i) => round(by(a![i]!, b?.[i] ?? 0, c?.[i] ?? 0)))
    }),
  }
}

function concatenated(node: OnnxNode, inputs: readonly Folded[], budget: FoldBudget): Folded | undefined {
  const rank = inputs[0]!.shape.length
  const axis = (integerAttribute(node, 'axis', 0) + rank) % rank
  const shape = [...inputs[0]!.shape]
  shape[axis] = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0)
  return {
    shape,
    whole: inputs.every((input) => input.whole),
    values: once(() => {
      const parts = affords(budget, shape) ? inputs.map((input) => input.values()) : [undefined]
      if (parts.some((part) => !part)) return undefined
      const ahead = product(shape.slice(0, axis))
      const values: number[] = []
      // One stretch of each, then the next of each.
      for (let stretch = 0; stretch < ahead; stretch++)
        for (const part of parts) {
          const length = part!.length / ahead
          for (let i = stretch * length; i < (stretch + 1) * length; i++) values.push(part![i]!)
        }
      return values
    }),
  }
}

/** Sums of all up to each, along the last axis of one row. */
function summedUp(node: OnnxNode, of: Folded, axis: Folded | undefined): Folded | undefined {
  if (integerAttribute(node, 'exclusive', 0) || integerAttribute(node, 'reverse', 0)) return undefined
  return {
    ...of,
    values: once(() => {
      const [values, along] = [of.values(), axis?.values()?.[0]]
      if (!values || along === undefined || of.shape.at(along) !== values.length) return undefined
      let sum = 0
      return Array.from(values, (value) => (sum += value))
    }),
  }
}

function filled(node: OnnxNode, row: ArrayLike<number> | undefined): Folded | undefined {
  if (!row) return undefined
  const shape = Array.from(row)
  const count = product(shape)
  const bytes = tensorAttribute(node, 'value')
  const value = bytes && openConstant(bytes)
  const fill = value?.read()?.[0] ?? 0
  return {
    shape,
    whole: value?.whole ?? false,
    values: () => (count <= MOST ? new Array<number>(count).fill(fill) : undefined),
  }
}
