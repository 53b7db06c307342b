import type { Folded } from '../analysis/known.js'
import { broadcastIndex, product, steps } from '../analysis/shape.js'
import { bothWays, integerAttribute, type OnnxNode } from '../format/node.js'
import { type Expectation, type Graph, unknown } from './matcher.js'

/** How far one place turns each number of a head's first half, with its like of the second, in radians. */
export type Rates = readonly number[]

/** Places turn a tensor's numbers (rotary embeddings). */
export interface Rotation {
  /** The tensor that is turned, and which of its numbers each is. */
  of: string
  index: Int32Array
  rates: Rates
}

/** What a cosine or a sine of a graph may be off by the longest pair that is tried. */
const NEAR = 1e-4

/**
 * x cos + (-second half of x, first half of x) sin, along the last axis: the sines and cosines are constants or computed
 * of places, and are looked at and not how they are made.
 * @returns undefined where a tensor is no such sum
 */
export function readRotation(graph: Graph, name: string): Rotation | undefined {
  const sum = graph.made(name, 'Add')
  for (const [one, other] of sum ? bothWays(sum) : []) {
    const [still, swapped] = [tabled(graph, one), tabled(graph, other)]
    const concat = swapped && graph.made(swapped.x, 'Concat')
    const shape = graph.tried.known(name)?.shape
    if (!still || !concat || !shape) continue
    const from = originOf(graph, still.x)
    if (!from || !swapsHalves(graph, concat, from, shape.at(-1)!)) continue
    return { ...from, rates: ratesOf(graph, [still.table, swapped.table], from, shape) }
  }
  return undefined
}

/** A product of a tensor and of numbers that are the same for all pairs of a length. */
function tabled(graph: Graph, name: string | undefined): { x: string; table: string } | undefined {
  const node = graph.made(name, 'Mul')
  const [x, table] = (node && bothWays(node).find(([, table]) => graph.tried.known(table)?.values())) ?? []
  return x !== undefined && table !== undefined ? { x, table } : undefined
}

/** The tensor that a part is taken of, and which of its numbers. */
function originOf(graph: Graph, name: string | undefined): Pick<Rotation, 'of' | 'index'> | undefined {
  const origin = name === undefined ? undefined : graph.tried.aliasOf(name)
  const shape = graph.tried.known(name)?.shape
  return origin && shape && { of: origin.name, index: origin.index ?? steps(product(shape), 1) }
}

/** Whether this is (-second half, first half) of each row of x. */
function swapsHalves(
  graph: Graph,
  concat: OnnxNode,
  { of, index }: Pick<Rotation, 'of' | 'index'>,
  width: number,
): boolean {
  const rank = graph.tried.known(concat.outputs[0])?.shape.length ?? 0
  const last = [-1, rank - 1].includes(integerAttribute(concat, 'axis', 0))
  const second = originOf(graph, graph.made(concat.inputs[0], 'Neg')?.inputs[0])
  const first = originOf(graph, concat.inputs[1])
  const half = width / 2
  if (!last || concat.inputs.length !== 2 || second?.of !== of || first?.of !== of) return false
  if (!Number.isInteger(half) || [first, second].some((part) => part.index.length * 2 !== index.length))
    return false
  return index.every((_, n) => {
    const [row, column] = [Math.floor(n / width), n % width]
    const taken = column < half ? second.index[row * half + column] : first.index[row * half + column - half]
    return taken === index[row * width + ((column + half) % width)]
  })
}

/** @throws Error where tables are not the cosines and sines of places times rates, in this pair and in any other */
function ratesOf(
  graph: Graph,
  tables: readonly [string, string],
  { of, index }: Pick<Rotation, 'of' | 'index'>,
  shape: readonly number[],
): Rates {
  const [width, stride] = [shape.at(-1)!, graph.tried.known(of)!.shape.at(-1)!]
  const [cosines, sines] = tables.map((table) => graph.tried.known(table)!)
  const values = { cosines: cosines!.values()!, sines: sines!.values()! }
  // Of the second token, since the first is not turned.
  const rates = Array.from({ length: width / 2 }, (_, i) =>
    Math.atan2(values.sines[width + i]!, values.cosines[width + i]!),
  )
  const placed = [cosines!, sines!].every((table) =>
    broadcastIndex(table.shape, shape).every(
      (place, n) => place === Math.floor(index[n]! / stride) * width + (n % width),
    ),
  )
  const right =
    index.length === product(shape) &&
    graph.holds(tables[0], turns(rates, Math.cos)) &&
    graph.holds(tables[1], turns(rates, Math.sin))
  if (!placed || !right) throw unknown(`${tables[0]} and ${tables[1]} are no cosines and sines of places`)
  return rates
}

/** A row for each token, with each rate twice. */
function turns(rates: Rates, by: (angle: number) => number): Expectation {
  const width = 2 * rates.length
  return (found: Folded, tokens) => {
    const values = found.shape.at(-1) === width && product(found.shape) === tokens * width && found.values()
    if (!values) return false
    return Array.from(values).every((value, n) => {
      const angle = Math.floor(n / width) * rates[n % rates.length]!
      return Math.abs(value - by(angle)) <= NEAR
    })
  }
}
