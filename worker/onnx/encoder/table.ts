import type { Alias, Trace } from '../analysis/trace.js'
import { integerAttribute, type OnnxNode } from '../format/node.js'
import type { StoredTensor } from '../format/tensor.js'
import type { Graph, Trial } from './matcher.js'
import { rowsIn, signedRows, spread } from './stored-tensor.js'

/**
 * Rows of floats, or of signed bytes with a scale for each row. The number that stands for zero is left out: it adds the
 * same to all of a token's numbers, which the norm that follows takes away again.
 */
export interface Table {
  rows: StoredTensor
  scale: Float32Array | undefined
}

/** A table, and which of its rows were taken. */
export interface TakenRows {
  table: Table
  taken: number[]
}

/** The rows of a constant table that a tensor is made of, in a trial. */
export function rowsOf(graph: Graph, name: string, probe: Trace = graph.tried): TakenRows | undefined {
  const outer = probe.aliasOf(name)
  if (!outer) return undefined
  const scaled = graph.made(outer.name, 'Mul')
  const stored = graph.made(outer.name, 'DequantizeLinear')
  const of = stored?.inputs[0] ?? scaled?.inputs[0]
  const inner = of === undefined ? { ...outer, index: undefined } : probe.aliasOf(of)
  const rows = inner && graph.tensor(inner.name)
  const taken = rows && takenOf(rows, composed(outer, inner))
  if (!taken) return undefined
  if (stored) return storedTable(graph, rows, taken, stored, inner.index !== undefined)
  if (scaled) return scaledTable(graph, rows, taken, probe.aliasOf(scaled.inputs[1]!))
  return rows.kind === 'float' ? { table: { rows, scale: undefined }, taken } : undefined
}

/** The rows of a part of the embeddings that another trial takes. */
export function rowsInTrial(graph: Graph, trial: Trial, part: string): number[] | undefined {
  return rowsOf(graph, part, graph.retry(trial, [part]))?.taken
}

/** Where the numbers of one tensor are from, by way of another. */
function composed(outer: Pick<Alias, 'index'>, inner: Pick<Alias, 'index'>): Int32Array | undefined {
  return outer.index && inner.index ? outer.index.map((i) => inner.index![i]!) : (outer.index ?? inner.index)
}

function takenOf(rows: StoredTensor, index: Int32Array | undefined): number[] | undefined {
  const single = rows.shape.every((side, i) => side === 1 || i === rows.shape.length - 1)
  if (!index) return single ? [0] : undefined
  return rowsIn(index, rows.shape.at(-1) ?? 1)
}

/** Rows that DequantizeLinear makes floats of, after they were taken or before. */
function storedTable(
  graph: Graph,
  rows: StoredTensor,
  taken: number[],
  node: OnnxNode,
  moved: boolean,
): TakenRows | undefined {
  // A scale for each row is of the table itself, and not of the rows that were taken.
  const byRow = integerAttribute(node, 'axis', 1) === 0 && !moved
  const scale = graph.floats(node.inputs[1])
  return scale && (scale.length === 1 || byRow) ? integerTable(rows, scale, taken) : undefined
}

/** Rows that are multiplied by factors, taken as the rows are. */
function scaledTable(
  graph: Graph,
  rows: StoredTensor,
  taken: number[],
  factors: Alias | undefined,
): TakenRows | undefined {
  if (!factors || factors.index?.join() !== taken.join()) return undefined
  const scale = graph.floats(factors.name)
  return scale && integerTable(rows, scale, taken)
}

function integerTable(rows: StoredTensor, scale: Float32Array, taken: number[]): TakenRows | undefined {
  if (rows.kind === 'float') return undefined
  return { table: { rows: signedRows(rows), scale: spread(scale, rows.shape[0]!) }, taken }
}
