import type { OnnxModel } from '../format/model.js'
import type { OnnxNode } from '../format/node.js'
import { type Elsewhere, openConstant } from '../format/tensor.js'
import { castOf, fold, gathered } from './fold.js'
import { type Folded, MOST, once } from './known.js'
import { type Layout, layoutOf } from './layout.js'
import { product } from './shape.js'

/** The tensor that another's numbers are taken of. */
export interface Alias {
  name: string
  shape: readonly number[]
  /** Which of its numbers, in row-major order; absent, all in their order. */
  index: Int32Array | undefined
}

/** A graph as it is for one input. */
export interface Trace {
  known(name: string | undefined): Folded | undefined
  /** Itself, where a tensor's numbers are taken of no other's. Nothing of tensors that are not known, or too large. */
  aliasOf(name: string): Alias | undefined
}

/** Numbers that are found out in all: a graph that is no encoder may ask for any number of them. */
const MOST_IN_ALL = 2 ** 25

/** Numbers that are followed to where they are from: those of a long pair's states. */
const MOST_TRACED = 2 ** 22

/**
 * Goes through a graph with one input and finds what shapes and small numbers it comes to: exporters write the same model
 * with very different nodes for its shapes, masks, positions and constants, and what they come to is the same.
 * @param inputs rows of integers, by name
 */
export function traceGraph(
  model: OnnxModel,
  inputs: Readonly<Record<string, readonly number[]>>,
  elsewhere?: Elsewhere,
): Trace {
  const all = givenTensors(model, inputs, elsewhere)
  const layouts: Layouts = new Map()
  const known = (name: string | undefined) => (name ? all.get(name) : undefined)
  const budget = { left: MOST_IN_ALL }
  for (const node of model.nodes) {
    const first = known(node.inputs[0])
    // A second maker of a tensor, which no graph may have, could make a circle of it.
    if (!first || !node.outputs[0] || node.outputs.some((name) => all.has(name))) continue
    const views = viewsOf(node, first, known)
    if (castOf(node) === undefined)
      for (const [i, view] of views.entries())
        if (view) layouts.set(node.outputs[i]!, { source: node.inputs[0]!, view })
    const found = views[0]
      ? views.map((view) => view && gathered(node, first, view, budget))
      : fold(node, first, node.inputs.map(known), budget)
    node.outputs.forEach((name, i) => {
      if (name && found[i]) all.set(name, found[i])
    })
  }
  return { known, aliasOf: (name) => followAliases(name, all, layouts) }
}

/** Each output of a node that only moves numbers; nothing of other nodes. */
function viewsOf(
  node: OnnxNode,
  { shape }: Folded,
  known: (name: string | undefined) => Folded | undefined,
): (Layout | undefined)[] {
  const numbers = (input: number) => {
    const given = known(node.inputs[input])
    const values = given?.values()
    return values && { shape: given!.shape, values }
  }
  // A second output of any other operator is something else, as a Dropout's mask.
  const outputs = node.operator === 'Split' ? node.outputs : node.outputs.slice(0, 1)
  return outputs.map((_, i) => layoutOf(node, shape, numbers, i))
}

/** What is known at the start: the inputs, and constants. */
function givenTensors(
  model: OnnxModel,
  inputs: Readonly<Record<string, readonly number[]>>,
  elsewhere: Elsewhere | undefined,
): Map<string, Folded> {
  const all = new Map<string, Folded>()
  for (const [name, row] of Object.entries(inputs))
    all.set(name, { shape: [1, row.length], whole: true, values: () => row })
  for (const [name, bytes] of model.initializers) {
    const constant = openConstant(bytes, elsewhere)
    if (!constant) continue
    const small = product(constant.shape) <= MOST
    all.set(name, { ...constant, values: once(() => (small ? constant.read() : undefined)) })
  }
  return all
}

/** Tensors that have the numbers of another one, their source. */
type Layouts = Map<string, { source: string; view: Layout }>

function followAliases(name: string, all: ReadonlyMap<string, Folded>, views: Layouts): Alias | undefined {
  const given = all.get(name)
  if (!given || (views.has(name) && product(given.shape) > MOST_TRACED)) return undefined
  let index: Int32Array | undefined
  let source = name
  for (let step = views.get(source); step; step = views.get(source)) {
    if (product(step.view.shape) > MOST_TRACED) return undefined
    const by = step.view.index?.()
    index = by && index ? index.map((i) => by[i]!) : (index ?? by)
    source = step.source
  }
  return { name: source, shape: all.get(source)!.shape, index }
}
