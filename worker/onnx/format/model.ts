import { CONTRIBUTED, constantIn, isConstant, type OnnxNode, readNode, TENSOR_NAME } from './node.js'
import {
  allBytes,
  asBytes,
  bytesField,
  bytesOf,
  type Field,
  malformed,
  readFields,
  textField,
  textIn,
  VARINT,
  writeFields,
} from './protobuf.js'

/**
 * The parts of an ONNX model that a rewrite of its graph looks at; all else is kept as it was.
 * Numbers of fields: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export interface OnnxModel {
  nodes: readonly OnnxNode[]
  /** Constant tensors by name, encoded. */
  initializers: ReadonlyMap<string, Uint8Array>
  outputs: readonly string[]
  /** Which version of ONNX's own operators it has. */
  version: number
  /** Fields of the model and of its graph that are none of these. */
  rest: { model: readonly Field[]; graph: readonly Field[] }
}

const MODEL = { format: 1, graph: 7, operators: 8 }
const OPERATORS = { domain: 1, version: 2 }
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13, quantization: 14, sparse: 15 }
const VALUE = { name: 1, type: 2 }
const VALUE_NAME = VALUE.name
/** Of a tensor's type. */
const TYPE = { tensor: 1, element: 1, shape: 2, dimension: 1, size: 1, name: 2 }
const INT64 = 7n

/** @throws Error for what is no ONNX model, or one with graphs within its graph */
export function readModel(bytes: Uint8Array): OnnxModel {
  const model = readFields(bytes)
  const graphBytes = bytesOf(model, MODEL.graph)
  if (!graphBytes) throw malformed('it has no graph')
  const graph = readFields(graphBytes)
  const parts = (number: number) => allBytes(graph, number)
  if (parts(GRAPH.sparse).length > 0) throw new Error('sparse tensors are not supported')
  const initializers = new Map(
    parts(GRAPH.initializer).map((tensor) => [textIn(tensor, TENSOR_NAME), tensor]),
  )
  const nodes = parts(GRAPH.node).map(readNode)
  // Some exporters have constants as nodes, which are the same.
  for (const node of nodes) if (isConstant(node)) initializers.set(node.outputs[0]!, constantIn(node))
  return {
    nodes: nodes.filter((node) => !isConstant(node)),
    initializers,
    outputs: parts(GRAPH.output).map((value) => textIn(value, VALUE_NAME)),
    version: versionOf(model),
    rest: {
      model: model.filter((field) => field.number !== MODEL.graph),
      graph: graph.filter((field) => {
        if (field.number === GRAPH.node || field.number === GRAPH.initializer) return false
        // Old files list constants among the inputs too, of which a rewrite may do away with some.
        if (field.number === GRAPH.input) return !initializers.has(textIn(asBytes(field), VALUE_NAME))
        // Hints about tensors that a rewrite may do away with; the runtime finds them by itself.
        return field.number !== GRAPH.valueInfo && field.number !== GRAPH.quantization
      }),
    },
  }
}

/** ONNX's own operators have no domain, or `ai.onnx`. */
function versionOf(model: readonly Field[]): number {
  const sets = allBytes(model, MODEL.operators)
  const own = sets.find((set) => ['', 'ai.onnx'].includes(textIn(set, OPERATORS.domain)))
  const version = own && readFields(own).findLast(({ number }) => number === OPERATORS.version)
  return version?.wire === VARINT ? Number(version.value) : 1
}

/** The model with one more input of integers. A text in its shape names a size that varies. */
export function withInput(model: OnnxModel, name: string, shape: readonly (number | string)[]): OnnxModel {
  const dimensions = shape.map((size) =>
    bytesField(
      TYPE.dimension,
      writeFields([
        typeof size === 'string'
          ? textField(TYPE.name, size)
          : { number: TYPE.size, wire: VARINT, value: BigInt(size) },
      ]),
    ),
  )
  const tensor = writeFields([
    { number: TYPE.element, wire: VARINT, value: INT64 },
    bytesField(TYPE.shape, writeFields(dimensions)),
  ])
  const value = writeFields([
    textField(VALUE.name, name),
    bytesField(VALUE.type, writeFields([bytesField(TYPE.tensor, tensor)])),
  ])
  const { rest } = model
  return { ...model, rest: { ...rest, graph: [...rest.graph, bytesField(GRAPH.input, value)] } }
}

/** The node that makes each tensor, by the tensor's name. */
export function makersOf(nodes: readonly OnnxNode[]): Map<string, OnnxNode> {
  return new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
}

/** The model without the nodes and constants that its outputs do not need. */
export function prune(model: OnnxModel): OnnxModel {
  const makers = makersOf(model.nodes)
  const needed = new Set(model.outputs)
  // A set is walked through to its end, also where it grows on the way.
  for (const name of needed) for (const input of makers.get(name)?.inputs ?? []) needed.add(input)
  return {
    ...model,
    nodes: model.nodes.filter((node) => node.outputs.some((output) => needed.has(output))),
    initializers: new Map([...model.initializers].filter(([name]) => needed.has(name))),
  }
}

/** The model as a file. */
export function writeModel({ nodes, initializers, rest }: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = [
    ...nodes.map((node) => bytesField(GRAPH.node, writeFields(node.fields))),
    ...[...initializers.values()].map((tensor) => bytesField(GRAPH.initializer, tensor)),
    ...rest.graph,
  ]
  return writeFields([...rest.model, bytesField(MODEL.graph, writeFields(graph))])
}

/** The fields of a model whose nodes are all of operators 17 of ONNX, or of ONNX Runtime's own. */
export function withOperators(fields: readonly Field[]): Field[] {
  const versions: [string, bigint][] = [
    ['', 17n],
    [CONTRIBUTED, 1n],
  ]
  const operators = versions.map(([domain, version]) =>
    writeFields([
      textField(OPERATORS.domain, domain),
      { number: OPERATORS.version, wire: VARINT, value: version },
    ]),
  )
  const format: Field = { number: MODEL.format, wire: VARINT, value: 8n }
  return [
    format,
    ...fields.filter(({ number }) => number !== MODEL.format && number !== MODEL.operators),
    ...operators.map((bytes) => bytesField(MODEL.operators, bytes)),
  ]
}
