import { bothWays, floatAttribute, integerAttribute, type OnnxNode } from '../format/node.js'
import { type Graph, unknown } from './matcher.js'

/** Layer normalization along the last axis. */
export interface Norm {
  weight: Float32Array
  bias: Float32Array
  epsilon: number
}

/** A norm and what it is of: one node, or, in files of older operators, the nodes of its formula. */
export function requireNorm(graph: Graph, name: string | undefined): Norm & { input: string } {
  const node = graph.made(name, 'LayerNormalization')
  const found = node ? normOf(graph, node) : spelledOut(graph, name)
  const width = found && graph.tried.known(found.input)?.shape.at(-1)
  if (!found || width !== found.weight.length || width !== found.bias.length)
    throw unknown(`${name} is no norm`)
  return { ...found, input: graph.settle(found.input)! }
}

function normOf(graph: Graph, node: OnnxNode): (Norm & { input: string }) | undefined {
  const [input, weight] = [node.inputs[0]!, graph.floats(node.inputs[1])]
  const bias = node.inputs[2] ? graph.floats(node.inputs[2]) : weight && new Float32Array(weight.length)
  const last = [-1, (graph.tried.known(input)?.shape.length ?? 0) - 1].includes(
    integerAttribute(node, 'axis', -1),
  )
  return weight && bias && last
    ? { input, weight, bias, epsilon: floatAttribute(node, 'epsilon', 1e-5) }
    : undefined
}

/** (x - mean) / sqrt(mean((x - mean)^2) + epsilon) * weight + bias, which may be left out */
function spelledOut(graph: Graph, name: string | undefined): (Norm & { input: string }) | undefined {
  const sum = graph.made(name, 'Add')
  if (!sum) {
    const found = scaledUnits(graph, name)
    return found && { ...found, bias: new Float32Array(found.weight.length) }
  }
  for (const [last, scaled] of bothWays(sum)) {
    const bias = graph.floats(last)
    const found = bias && scaledUnits(graph, scaled)
    if (found) return { ...found, bias }
  }
  return undefined
}

/** (x - mean) / sqrt(mean((x - mean)^2) + epsilon) * weight */
function scaledUnits(graph: Graph, name: string | undefined) {
  const product = graph.made(name, 'Mul')
  for (const [by, quotient] of product ? bothWays(product) : []) {
    const weight = graph.floats(by)
    const divided = weight && graph.made(quotient, 'Div')
    const input = centered(graph, divided?.inputs[0])
    const epsilon = deviation(graph, divided?.inputs[1], input)
    if (weight && input && epsilon !== undefined) return { input, weight, epsilon }
  }
  return undefined
}

/** x of x - mean(x) */
function centered(graph: Graph, name: string | undefined): string | undefined {
  const difference = graph.made(name, 'Sub')
  const input = difference?.inputs[0]
  const mean = meanOf(graph, difference?.inputs[1], input)
  return mean && graph.settle(mean.inputs[0]) === graph.settle(input) ? input : undefined
}

/** A mean along the last axis, of numbers that lie as those of `like` do. */
function meanOf(graph: Graph, name: string | undefined, like: string | undefined): OnnxNode | undefined {
  const mean = graph.made(name, 'ReduceMean')
  const [of, by, wanted] = [mean?.inputs[0], mean?.outputs[0], like].map(
    (name) => graph.tried.known(name)?.shape,
  )
  const same = of && by && wanted && of.join() === wanted.join()
  return same && by.join() === [...of.slice(0, -1), 1].join() ? mean : undefined
}

/** epsilon of sqrt(mean((x - mean)^2) + epsilon) */
function deviation(graph: Graph, name: string | undefined, input: string | undefined): number | undefined {
  const sum = graph.made(graph.made(name, 'Sqrt')?.inputs[0], 'Add')
  for (const [added, variance] of sum ? bothWays(sum) : []) {
    const mean = meanOf(graph, variance, input)
    const power = graph.made(mean?.inputs[0], 'Pow')
    const square = graph.made(mean?.inputs[0], 'Mul')
    const twice = power
      ? graph.scalar(power.inputs[1]) === 2
      : !!square && graph.settle(square.inputs[0]) === graph.settle(square.inputs[1])
    const of = centered(graph, (power ?? square)?.inputs[0])
    if (twice && of !== undefined && of === input) return graph.scalar(added)
  }
  return undefined
}
