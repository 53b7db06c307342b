import { integerAttribute, integerListAttribute, type OnnxNode } from '../format/node.js'
import { broadcast, broadcastIndex, product, spread, steps, stridesOf, within } from './shape.js'

/** A tensor that has another's numbers, in other places. */
export interface View {
  shape: readonly number[]
  /** For each number, in row-major order, which of the other tensor's it is. Absent where they are all, in their order. */
  index?(): Int32Array
}

/**
 * What an operator makes of a tensor of this shape, where it only moves numbers, leaves some out, or repeats some.
 * https://onnx.ai/onnx/operators/
 * @param numbers of another input of the node, as its place among the inputs
 * @returns undefined for another operator, or where what it goes by is not known
 */
export function viewOf(
  node: OnnxNode,
  shape: readonly number[],
  numbers: (input: number) => { shape: readonly number[]; values: ArrayLike<number> } | undefined,
): View | undefined {
  const count = product(shape)
  const strides = stridesOf(shape)
  const axisOf = (axis: number) => (axis < 0 ? axis + shape.length : axis)
  const same = (shape: readonly number[]): View | undefined =>
    product(shape) === count && shape.every(Number.isInteger) ? { shape } : undefined
  const moved = (shape: readonly number[], offsets: () => readonly ArrayLike<number>[]): View => ({
    shape,
    index: () => spread(offsets()),
  })
  const whole = (axis: number) => steps(shape[axis]!, strides[axis]!)
  /** Settings are inputs of newer operators, and attributes of older ones. */
  const settings = (input: number, attribute: string): number[] | undefined => {
    if (!node.inputs[input]) return integerListAttribute(node, attribute)
    const known = numbers(input)
    return known && Array.from(known.values)
  }

  switch (node.operator) {
    case 'Identity':
    case 'Cast':
      return same(shape)
    // One that was exported while its model was in training drops numbers by chance.
    case 'Dropout':
      return node.inputs[2] && numbers(2)?.values[0] !== 0 ? undefined : same(shape)
    case 'Reshape': {
      const wanted = settings(1, 'shape')
      if (!wanted) return undefined
      const kept = integerAttribute(node, 'allowzero', 0) === 1
      const sides = wanted.map((side, i) => (side === 0 && !kept ? (shape[i] ?? 0) : side))
      const rest = count / product(sides.filter((side) => side !== -1))
      return same(sides.map((side) => (side === -1 ? rest : side)))
    }
    case 'Flatten': {
      const axis = axisOf(integerAttribute(node, 'axis', 1))
      return same([product(shape.slice(0, axis)), product(shape.slice(axis))])
    }
    case 'Unsqueeze': {
      const axes = settings(1, 'axes')
      if (!axes) return undefined
      const rank = shape.length + axes.length
      const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))
      const left = [...shape]
      return same(Array.from({ length: rank }, (_, i) => (added.has(i) ? 1 : left.shift()!)))
    }
    case 'Squeeze': {
      const axes = settings(1, 'axes')?.map(axisOf)
      return axes && same(shape.filter((side, i) => (axes.length > 0 ? !axes.includes(i) : side !== 1)))
    }
    case 'Transpose': {
      const order = integerListAttribute(node, 'perm')
      const axes = order.length > 0 ? order : [...shape.keys()].reverse()
      if (axes.length !== shape.length || new Set(axes).size !== axes.length) return undefined
      return moved(
        axes.map((axis) => shape[axis]!),
        () => axes.map(whole),
      )
    }
    case 'Slice': {
      const [from, to] = [settings(1, 'starts'), settings(2, 'ends')]
      const axes = settings(3, 'axes')
      const by = node.inputs[4] ? settings(4, 'steps') : []
      if (!from || !to || !axes || !by) return undefined
      const parts = new Map<number, { first: number; length: number; step: number }>()
      for (const [i, start] of from.entries()) {
        const axis = axisOf(axes[i] ?? i)
        const [side, step] = [shape[axis] ?? 0, by[i] ?? 1]
        if (step < 1) return undefined
        const clamped = (place: number) => Math.min(Math.max(place < 0 ? place + side : place, 0), side)
        const first = clamped(start)
        parts.set(axis, { first, step, length: Math.max(0, Math.ceil((clamped(to[i]!) - first) / step)) })
      }
      return moved(
        shape.map((side, axis) => parts.get(axis)?.length ?? side),
        () =>
          shape.map((_, axis) => {
            const part = parts.get(axis)
            if (!part) return whole(axis)
            return steps(part.length, 1).map((k) => (part.first + k * part.step) * strides[axis]!)
          }),
      )
    }
    case 'Gather': {
      const axis = axisOf(integerAttribute(node, 'axis', 0))
      const taken = numbers(1)
      const side = shape[axis]
      if (!taken || side === undefined) return undefined
      const places = within(taken.values, side)
      if (!places) return undefined
      return moved([...shape.slice(0, axis), ...taken.shape, ...shape.slice(axis + 1)], () =>
        shape.map((_, i) => (i === axis ? places.map((place) => place * strides[axis]!) : whole(i))),
      )
    }
    case 'GatherElements': {
      const axis = axisOf(integerAttribute(node, 'axis', 0))
      const taken = numbers(1)
      if (!taken || taken.shape.length !== shape.length) return undefined
      if (taken.shape.some((side, i) => i !== axis && side > shape[i]!)) return undefined
      const places = within(taken.values, shape[axis] ?? 0)
      return (
        places && {
          shape: taken.shape,
          index: () => {
            // Its own place along all other axes, and the one that it names along this one.
            const others = taken.shape.map((side, i) => steps(side, i === axis ? 0 : strides[i]!))
            return spread(others).map((at, i) => at + places[i]! * strides[axis]!)
          },
        }
      )
    }
    case 'GatherND': {
      const taken = numbers(1)
      const depth = taken?.shape.at(-1) ?? 0
      if (!taken || !depth || depth > shape.length || integerAttribute(node, 'batch_dims', 0) !== 0)
        return undefined
      const count = product(taken.shape) / depth
      const rows = shape.slice(0, depth).map((side, k) => {
        return within(
          Array.from({ length: count }, (_, i) => taken.values[i * depth + k]!),
          side,
        )
      })
      if (!rows.every((row) => row !== undefined)) return undefined
      const rest = shape.slice(depth)
      return {
        shape: [...taken.shape.slice(0, -1), ...rest],
        index: () => {
          const starts = Int32Array.from({ length: count }, (_, i) =>
            rows.reduce((sum, row, k) => sum + row[i]! * strides[k]!, 0),
          )
          return spread([starts, steps(product(rest), 1)])
        },
      }
    }
    case 'Expand': {
      const wanted = settings(1, 'shape')
      const wide = wanted && broadcast(shape, wanted)
      return wide && { shape: wide, index: () => broadcastIndex(shape, wide) }
    }
  }
  return undefined
}
