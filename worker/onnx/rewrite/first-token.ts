import { traceGraph } from '../analysis/trace.js'
import { matchEncoder } from '../encoder/match-encoder.js'
import { prune, readModel, writeModel } from '../format/model.js'
import { createNode, type OnnxNode, renameNode, withAttributes } from '../format/node.js'
import { type Elsewhere, writeIntegers } from '../format/tensor.js'

/**
 * Rewrites the last layer of an encoder's graph so that the first token alone asks, and its state alone goes through the
 * feed-forward: nothing else is read of what that layer gives. Keys and values stay those of all tokens. Weights are not
 * touched, and need not be in memory.
 * @param bytes an ONNX file of floats, of a BERT, RoBERTa or XLM-RoBERTa cross-encoder
 * @param elsewhere the files that hold its large tensors
 * @throws Error for every graph that does not match, or asks for the first token alone already, and for int8, whose scales
 * depend on all rows
 */
export function firstTokenOnly(bytes: Uint8Array, elsewhere?: Elsewhere): Uint8Array<ArrayBuffer> {
  const model = readModel(bytes)
  const { last, hidden } = matchEncoder(model, elsewhere)
  const { heads, width, split } = last
  if (model.outputs.length !== 1) throw new Error(`a graph of ${model.outputs.length} outputs`)
  if (last.query.operator === 'MatMulInteger') throw new Error('a graph of int8')
  const trial = { input_ids: [4, 5, 6], attention_mask: [1, 1, 1], token_type_ids: [0, 0, 1] }
  const { known } = traceGraph(model, trial, elsewhere)
  if (known(last.query.inputs[0])?.shape[1] !== 3) throw new Error('the first token asks alone already')

  const initializers = new Map(model.initializers)
  const integers = (...values: number[]): string => {
    const name = added(values.join())
    initializers.set(name, writeIntegers(name, values))
    return name
  }
  /** Nodes to put before a node, and other names for what it takes. */
  const changes = new Map<OnnxNode, { before: OnnxNode[]; names: Map<string, string> }>()
  const change = (node: OnnxNode, input: number, name: string, before: readonly OnnxNode[]): void => {
    const so = changes.get(node) ?? { before: [], names: new Map<string, string>() }
    changes.set(node, { before: [...so.before, ...before], names: so.names.set(node.inputs[input]!, name) })
  }
  const takeFirst = (node: OnnxNode, input: number, axis: number, rank: number, what: string): void => {
    if (known(node.inputs[input])?.shape.length !== rank) throw new Error(`${what} of another rank`)
    const inputs = [node.inputs[input]!, integers(0), integers(1), integers(axis)]
    change(node, input, added(what), [createNode('Slice', inputs, [added(what)])])
  }
  const swapped = (from: string, to: string): OnnxNode =>
    withAttributes(createNode('Transpose', [from], [to]), { perm: [0, 2, 1, 3] }, false)

  takeFirst(last.query, 0, 1, 3, 'states that ask')
  takeFirst(last.sum.node, last.sum.input, 1, 3, 'states')
  for (const [i, { node, input }] of last.masks.entries()) takeFirst(node, input, 2, 4, `mask ${i}`)
  // Exporters have the number of tokens in the shapes by which heads are split and joined.
  const splitting = [
    createNode('Reshape', [last.queries, integers(-1, 1, heads, width)], [added('queries')]),
    swapped(added('queries'), added('split')),
  ]
  for (const [i, node] of model.nodes.filter(({ inputs }) => inputs.includes(split)).entries())
    change(node, node.inputs.indexOf(split), added('split'), i === 0 ? splitting : [])
  change(last.attentionOutput, 0, added('joined'), [
    swapped(last.mixed.outputs[0]!, added('by token')),
    createNode('Reshape', [added('by token'), integers(-1, 1, hidden)], [added('joined')]),
  ])

  const nodes = model.nodes.flatMap((node) => {
    const so = changes.get(node)
    if (!so) return [node]
    return [...so.before, renameNode(node, (name) => so.names.get(name) ?? name)]
  })
  return writeModel(prune({ ...model, nodes, initializers }))
}

/** A name that no exporter gives. */
function added(what: string): string {
  return `first token: ${what}`
}
