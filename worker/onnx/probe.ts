import {
  integerAttribute,
  integerListAttribute,
  type OnnxModel,
  type OnnxNode,
  tensorAttribute,
} from './model.js'
import { type Elsewhere, openConstant } from './tensor.js'
import { broadcast, broadcastIndex, product, steps, type View, viewOf } from './view.js'

/** What is known of a tensor for one input of the graph. */
export interface Known {
  shape: readonly number[]
  /** Whether its numbers are integers (or yes and no), whose quotients are integers. */
  whole: boolean
  /** Not of what hangs on large sums, such as a model's states. */
  values(): ArrayLike<number> | undefined
}

/** The tensor that another's numbers are taken of. */
export interface Origin {
  name: string
  shape: readonly number[]
  /** Which of its numbers, in row-major order; absent, all in their order. */
  index: Int32Array | undefined
}

/** A graph as it is for one input. */
export interface Probe {
  known(name: string | undefined): Known | undefined
  /** Itself, where a tensor's numbers are taken of no other's. Nothing of tensors that are not known, or too large. */
  origin(name: string): Origin | undefined
}

/** Numbers of a tensor that are worth knowing: more than in any mask or list of positions, fewer than in weights. */
const MOST = 2 ** 18

/** Numbers that are followed to where they are from: those of a long pair's states. */
const MOST_TRACED = 2 ** 22

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

/**
 * Goes through a graph with one input and finds what shapes and small numbers it comes to: exporters write the same model
 * with very different nodes for its shapes, masks, positions and constants, and what they come to is the same.
 * @param inputs rows of integers, by name
 */
export function probeGraph(
  model: OnnxModel,
  inputs: Readonly<Record<string, readonly number[]>>,
  elsewhere?: Elsewhere,
): Probe {
  const all = new Map<string, Known>()
  const views = new Map<string, { source: string; view: View }>()
  for (const [name, row] of Object.entries(inputs))
    all.set(name, { shape: [1, row.length], whole: true, values: () => row })
  for (const [name, bytes] of model.initializers) {
    const constant = openConstant(bytes, elsewhere)
    if (!constant) continue
    const small = product(constant.shape) <= MOST
    all.set(name, { ...constant, values: once(() => (small ? constant.read() : undefined)) })
  }
  const known = (name: string | undefined) => (name ? all.get(name) : undefined)

  for (const node of model.nodes) {
    const [output] = node.outputs
    const first = known(node.inputs[0])
    if (!first || !output) {
      continue
    }
    const view = viewOf(node, first.shape, (input) => {
      const given = known(node.inputs[input])
      const values = given?.values()
      return values && { shape: given!.shape, values }
    })
    if (view) {
      views.set(output, { source: node.inputs[0]!, view })
      all.set(output, moved(node, first, view))
      continue
    }
    for (const [i, found] of evaluate(node, first, node.inputs.map(known)).entries()) {
      const name = node.outputs[i]
      if (name && found) all.set(name, found)
    }
  }

  return {
    known,
    origin(name) {
      const given = all.get(name)
      if (!given || (views.has(name) && product(given.shape) > MOST_TRACED)) return undefined
      let index: Int32Array | undefined
      let source = name
      for (let step = views.get(source); step; step = views.get(source)) {
        const by = step.view.index?.()
        if (by && index) for (const [at, i] of index.entries()) index[at] = by[i]!
        else index ??= by
        source = step.source
      }
      return { name: source, shape: all.get(source)!.shape, index }
    },
  }
}

/** A view's numbers. */
function moved(node: OnnxNode, { whole, values }: Known, { shape, index }: View): Known {
  const type = node.operator === 'Cast' ? integerAttribute(node, 'to', 1) : undefined
  const cast = (value: number) => {
    if (type === BOOL) return Number(value !== 0)
    return type !== undefined && INTEGERS.includes(type) ? Math.trunc(value) : value
  }
  return {
    shape,
    whole: type === undefined ? whole : type === BOOL || INTEGERS.includes(type),
    values: once(() => {
      const given = product(shape) <= MOST ? values() : undefined
      return given && Array.from(index?.() ?? steps(product(shape), 1), (i) => cast(given[i]!))
    }),
  }
}

/** What each output of a node comes to; nothing of operators that are not known. */
function evaluate(
  node: OnnxNode,
  first: Known,
  inputs: readonly (Known | undefined)[],
): readonly (Known | undefined)[] {
  const { operator } = node
  const [, second, third] = inputs
  const paired = PAIRED[operator]
  if (paired) return second && inputs.length === 2 ? [elementwise(operator, [first, second], paired)] : []
  const single = SINGLE[operator]
  if (single) return [elementwise(operator, [first], single)]
  if (SHAPED.includes(operator)) return [shaped(first.shape)]
  switch (operator) {
    case 'Where':
      return second && third
        ? [elementwise(operator, [first, second, third], (is, a, b) => (is ? a : b))]
        : []
    case 'Shape': {
      const [from, to] = [
        integerAttribute(node, 'start', 0),
        integerAttribute(node, 'end', first.shape.length),
      ]
      return [constant([...first.shape].slice(from, to))]
    }
    case 'ConstantOfShape': {
      const shape = first.values()
      return shape ? [filled(node, Array.from(shape))] : []
    }
    case 'Range': {
      const [start, limit, delta] = inputs.map((input) => input?.values()?.[0])
      if (start === undefined || limit === undefined || !delta) return []
      const length = Math.min(Math.max(0, Math.ceil((limit - start) / delta)), MOST)
      return [constant(Array.from({ length }, (_, i) => start + i * delta))]
    }
    case 'Concat':
      return inputs.every((input) => input !== undefined) ? [concatenated(node, inputs as Known[])] : []
    case 'CumSum':
      return [summedUp(first, second)]
    case 'ReduceMean': {
      const axes = [...integerListAttribute(node, 'axes'), ...Array.from(second?.values() ?? [])]
      const last = axes.length === 1 && [-1, first.shape.length - 1].includes(axes[0]!)
      return last && integerAttribute(node, 'keepdims', 1) === 1
        ? [shaped([...first.shape.slice(0, -1), 1])]
        : []
    }
    case 'DynamicQuantizeLinear':
      return [shaped(first.shape), shaped([]), shaped([])]
    case 'MatMul':
    case 'MatMulInteger': {
      if (!second || first.shape.length < 2 || second.shape.length < 2) return []
      const ahead = broadcast(first.shape.slice(0, -2), second.shape.slice(0, -2))
      return ahead ? [shaped([...ahead, first.shape.at(-2)!, second.shape.at(-1)!])] : []
    }
    case 'Gemm': {
      const side = integerAttribute(node, 'transB', 0) === 1 ? 0 : 1
      return second ? [shaped([first.shape[0]!, second.shape[side]!])] : []
    }
  }
  return []
}

function elementwise(
  operator: string,
  inputs: readonly Known[],
  by: (...of: number[]) => number,
): Known | undefined {
  const shape = inputs.reduce<number[] | undefined>((wide, input) => wide && broadcast(wide, input.shape), [])
  if (!shape) return undefined
  const whole =
    LOGICAL.test(operator) || inputs.slice(operator === 'Where' ? 1 : 0).every((input) => input.whole)
  const round = operator === 'Div' && whole ? Math.trunc : (value: number) => value
  return {
    shape,
    whole,
    values: once(() => {
      if (product(shape) > MOST) return undefined
      const given = inputs.map((input) => input.values())
      if (given.some((values) => !values)) return undefined
      const places = inputs.map((input) => broadcastIndex(input.shape, shape))
      return Array.from({ length: product(shape) }, (_, i) => {
        return round(by(...given.map((values, k) => values![places[k]![i]!]!)))
      })
    }),
  }
}

function concatenated(node: OnnxNode, inputs: readonly Known[]): Known | undefined {
  const rank = inputs[0]!.shape.length
  const axis = (integerAttribute(node, 'axis', 0) + rank) % rank
  const shape = [...inputs[0]!.shape]
  shape[axis] = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0)
  return {
    shape,
    whole: inputs.every((input) => input.whole),
    values: once(() => {
      const parts = product(shape) <= MOST ? inputs.map((input) => input.values()) : [undefined]
      if (parts.some((part) => !part)) return undefined
      const ahead = product(shape.slice(0, axis))
      // One stretch of each, then the next of each.
      return Array.from({ length: ahead }, (_, i) =>
        parts.map((part) =>
          Array.from(part!).slice((i * part!.length) / ahead, ((i + 1) * part!.length) / ahead),
        ),
      ).flat(2)
    }),
  }
}

/** Sums of all up to each, along the last axis of one row. */
function summedUp(of: Known, axis: Known | undefined): Known {
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

function filled(node: OnnxNode, shape: readonly number[]): Known | undefined {
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

function shaped(shape: readonly number[]): Known {
  return { shape, whole: false, values: () => undefined }
}

function constant(row: readonly number[]): Known {
  return { shape: [row.length], whole: true, values: () => row }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
