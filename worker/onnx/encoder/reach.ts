import type { Trace } from '../analysis/trace.js'
import type { Mask } from './attention.js'
import { isAll, unknown } from './matcher.js'

/** What is added to a score so that it counts for nothing: old models have -10,000. */
const HIDING = -1e4

/**
 * How many places a token sees to each side, by what a mask hides in a pair that has no padding.
 * @param trace the graph with that pair
 * @returns Infinity where nothing is hidden
 * @throws Error where something else is hidden than what is further away than that
 */
export function reachOf({ node, input }: Mask, trace: Trace, tokens: number): number {
  const name = node.inputs[input]
  const found = trace.known(name)
  const values = found?.values()
  if (!values) throw unknown(`${name} depends on the pair`)
  if (isAll(0)(found!, tokens)) return Number.POSITIVE_INFINITY
  const isChosen = node.operator === 'Where'
  const fill = isChosen ? trace.known(node.inputs[1])?.values() : [HIDING]
  const hides = (value: number) => (isChosen ? value !== 0 : value <= HIDING)
  const sides = found!.shape.slice(-2)
  // The first that is hidden is too far from the first token.
  const reach = Array.from(values).findIndex(hides) - 1
  const isSquare = sides[0] === tokens && sides[1] === tokens && values.length === tokens ** 2
  if (!fill || !Array.from(fill).every((value) => value <= HIDING) || !isSquare || reach < 0)
    throw unknown(`${name} depends on the pair`)
  for (let n = 0; n < values.length; n++) {
    const isFar = Math.abs(Math.floor(n / tokens) - (n % tokens)) > reach
    if (isFar ? !hides(values[n]!) : values[n] !== 0) throw unknown(`${name} depends on the pair`)
  }
  return reach
}
