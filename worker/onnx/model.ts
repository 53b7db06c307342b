import {
  BYTES,
  FIXED32,
  type Field,
  malformed,
  readFields,
  readIntegerList,
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
  /** Fields of the model and of its graph that are none of these. */
  rest: { model: readonly Field[]; graph: readonly Field[] }
}

export interface OnnxNode {
  operator: string
  inputs: readonly string[]
  outputs: readonly string[]
  fields: readonly Field[]
}

const MODEL = { format: 1, graph: 7, operators: 8 }
const OPERATORS = { domain: 1, version: 2 }
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13, quantization: 14, sparse: 15 }
const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 }
const ATTRIBUTE = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  tensor: 5,
  graph: 6,
  integers: 8,
  graphs: 11,
  type: 20,
}
const ATTRIBUTE_OF_FLOAT = 1
const ATTRIBUTE_OF_INTEGER = 2
const ATTRIBUTE_OF_INTEGERS = 7
const TENSOR_NAME = 8
const VALUE_NAME = 1

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

function isConstant(node: OnnxNode): boolean {
  return node.operator === 'Constant' && node.outputs.length === 1 && !!tensorAttribute(node, 'value')
}

/** A constant's tensor, by the name that the graph has for it. */
function constantIn(node: OnnxNode): Uint8Array {
  const tensor = readFields(tensorAttribute(node, 'value')!)
  const rest = tensor.filter(({ number }) => number !== TENSOR_NAME)
  return writeFields([...rest, textField(TENSOR_NAME, node.outputs[0]!)])
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

function readNode(bytes: Uint8Array): OnnxNode {
  const fields = readFields(bytes)
  for (const attribute of allBytes(fields, NODE.attribute).map(readFields)) {
    if (attribute.some(({ number }) => number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs)) {
      throw new Error('graphs within a graph are not supported')
    }
  }
  return {
    operator: operatorOf(textIn(bytes, NODE.domain), textIn(bytes, NODE.operator)),
    inputs: allBytes(fields, NODE.input).map(decode),
    outputs: allBytes(fields, NODE.output).map(decode),
    fields,
  }
}

/** Operators of others than ONNX and ONNX Runtime have their domain before their name: they are other operators. */
function operatorOf(domain: string, name: string): string {
  return ['', 'ai.onnx', CONTRIBUTED].includes(domain) ? name : `${domain}.${name}`
}

/** A node of ONNX's own operators, with another node's attributes or none. */
export function createNode(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributesOf?: OnnxNode,
): OnnxNode {
  const fields = [
    ...inputs.map((name) => textField(NODE.input, name)),
    ...outputs.map((name) => textField(NODE.output, name)),
    textField(NODE.operator, operator),
    ...(attributesOf?.fields ?? []).filter((field) => field.number === NODE.attribute),
  ]
  return { operator, inputs, outputs, fields }
}

/** A Cast to numbers of another type. */
export function createCast(input: string, output: string, type: number): OnnxNode {
  return withAttributes(createNode('Cast', [input], [output]), { to: type }, false)
}

/** The operators that ONNX Runtime adds to those of ONNX. */
const CONTRIBUTED = 'com.microsoft'

/** Numbers of a node by their names; `epsilon` is a float, all others are integers, or rows of them. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>

/** A node with attributes, and of ONNX Runtime's own operators where `contributed` is true. */
export function withAttributes(node: OnnxNode, attributes: Attributes, contributed: boolean): OnnxNode {
  const written = Object.entries(attributes).map(([name, value]) =>
    bytesField(
      NODE.attribute,
      writeFields([textField(ATTRIBUTE.name, name), ...attributeFields(name, value)]),
    ),
  )
  const domain = contributed ? [textField(NODE.domain, CONTRIBUTED)] : []
  return { ...node, fields: [...node.fields, ...written, ...domain] }
}

function attributeFields(name: string, value: number | readonly number[]): Field[] {
  const whole = (number: number, value: number): Field => ({ number, wire: VARINT, value: BigInt(value) })
  if (typeof value !== 'number') {
    return [
      ...value.map((each) => whole(ATTRIBUTE.integers, each)),
      whole(ATTRIBUTE.type, ATTRIBUTE_OF_INTEGERS),
    ]
  }
  if (name !== 'epsilon')
    return [whole(ATTRIBUTE.integer, value), whole(ATTRIBUTE.type, ATTRIBUTE_OF_INTEGER)]
  const bytes = new Uint8Array(Float32Array.of(value).buffer)
  return [{ number: ATTRIBUTE.float, wire: FIXED32, bytes }, whole(ATTRIBUTE.type, ATTRIBUTE_OF_FLOAT)]
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

/** A node with other names for what it takes and gives; all else is kept as it was. */
export function renameNode(node: OnnxNode, rename: (name: string) => string): OnnxNode {
  const fields = node.fields.map((field) =>
    field.number === NODE.input || field.number === NODE.output
      ? textField(field.number, rename(decode(asBytes(field))))
      : field,
  )
  return { ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename), fields }
}

/** An integer attribute of a node. */
export function integerAttribute(node: OnnxNode, name: string, otherwise: number): number {
  const value = attributeOf(node, name)
  if (!value) return otherwise
  const integer = value.findLast((field) => field.number === ATTRIBUTE.integer)
  return integer?.wire === VARINT ? Number(integer.value) : 0
}

export function floatAttribute(node: OnnxNode, name: string, otherwise: number): number {
  const value = attributeOf(node, name)
  if (!value) return otherwise
  const float = value.findLast((field) => field.number === ATTRIBUTE.float)
  if (float?.wire !== FIXED32) return 0
  return new DataView(float.bytes.buffer, float.bytes.byteOffset, 4).getFloat32(0, true)
}

/** An attribute of several integers; none where the node has no such attribute. */
export function integerListAttribute(node: OnnxNode, name: string): number[] {
  return readIntegerList(attributeOf(node, name) ?? [], ATTRIBUTE.integers)
}

/** A text attribute of a node. */
export function textAttribute(node: OnnxNode, name: string, otherwise: string): string {
  const text = bytesOf(attributeOf(node, name) ?? [], ATTRIBUTE.text)
  return text ? decode(text) : otherwise
}

/** A tensor that is an attribute of a node, encoded. */
export function tensorAttribute(node: OnnxNode, name: string): Uint8Array | undefined {
  return bytesOf(attributeOf(node, name) ?? [], ATTRIBUTE.tensor)
}

function attributeOf(node: OnnxNode, name: string): Field[] | undefined {
  const attribute = allBytes(node.fields, NODE.attribute).find(
    (bytes) => textIn(bytes, ATTRIBUTE.name) === name,
  )
  return attribute && readFields(attribute)
}

/** The contents of each field of this number. */
export function allBytes(fields: readonly Field[], number: number): Uint8Array[] {
  return fields.filter((field) => field.number === number).map(asBytes)
}

/** The contents of the field of this number, the last one where there are several, as protocol buffers have it. */
export function bytesOf(fields: readonly Field[], number: number): Uint8Array | undefined {
  return allBytes(fields, number).at(-1)
}

export function bytesField(number: number, bytes: Uint8Array): Field {
  return { number, wire: BYTES, bytes }
}

export function textField(number: number, text: string): Field {
  return bytesField(number, new TextEncoder().encode(text))
}

function asBytes(field: Field): Uint8Array {
  if (field.wire !== BYTES) throw malformed(`field ${field.number} holds no bytes`)
  return field.bytes
}

/** The text in a field of a message; absent, it is empty. */
function textIn(message: Uint8Array, number: number): string {
  const bytes = bytesOf(readFields(message), number)
  return bytes ? decode(bytes) : ''
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
