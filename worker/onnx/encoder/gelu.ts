import { bothWays, textAttribute } from '../format/node.js'
import { type Graph, unknown } from './matcher.js'

/** What a file of halves makes of a constant may be so far off. */
export const HALF_STEP = 1e-3

/** The exact GELU of `input`, x (1 + erf(x / sqrt 2)) / 2, times `gate` where there is one. */
export interface Activation {
  input: string
  gate: string | undefined
}

/** @throws Error where a tensor is made in another way */
export function readActivation(graph: Graph, name: string): Activation {
  const { scale, parts } = graph.factors(name)
  for (const [i, part] of parts.entries()) {
    const rest = parts.filter((_, other) => other !== i)
    const whole = isAbout(scale, 1) ? graph.made(part, 'Gelu') : undefined
    if (whole && rest.length < 2 && textAttribute(whole, 'approximate', 'none') === 'none')
      return { input: graph.settle(whole.inputs[0])!, gate: rest[0] }
    const input = isAbout(scale, 0.5) ? rest.find((x) => isErfSum(graph, part, x)) : undefined
    if (input && rest.length < 3) return { input, gate: rest.find((other) => other !== input) }
  }
  throw unknown('another activation than the exact GELU')
}

/** The exact GELU without a gate: the name of what it is of. */
export function geluInput(graph: Graph, name: string): string {
  const { input, gate } = readActivation(graph, name)
  if (gate !== undefined) throw unknown('another activation than the exact GELU')
  return input
}

function isAbout(value: number | undefined, wanted: number): boolean {
  return Math.abs((value ?? 0) - wanted) < HALF_STEP
}

/** Whether a sum is 1 + erf(x / sqrt 2). */
function isErfSum(graph: Graph, name: string, x: string): boolean {
  const sum = graph.made(name, 'Add')
  return (sum ? bothWays(sum) : []).some(([one, other]) => {
    const erf = graph.made(other, 'Erf')
    if (!erf || !isAbout(graph.scalar(one), 1)) return false
    const root = graph.factors(erf.inputs[0])
    return isAbout(root.scale, Math.SQRT1_2) && root.parts.join() === x
  })
}
