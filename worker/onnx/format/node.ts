import {
  allBytes,
  asBytes,
  bytesField,
  bytesOf,
  decode,
  FIXED32,
  type Field,
  readFields,
  readIntegerList,
  textField,
  textIn,
  VARINT,
  writeFields,
} from './protobuf.js'

export interface OnnxNode {
  operator: string
  inputs: readonly string[]
  outputs: readonly string[]
  fields: readonly Field[]
}
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
export const TENSOR_NAME = 8

export function isConstant(node: OnnxNode): boolean {
  return node.operator === 'Constant' && node.outputs.length === 1 && !!tensorAttribute(node, 'value')
}

/** A constant's tensor, by the name that the graph has for it. */
export function constantIn(node: OnnxNode): Uint8Array {
  const tensor = readFields(tensorAttribute(node, 'value')!)
  const rest = tensor.filter(({ number }) => number !== TENSOR_NAME)
  return writeFields([...rest, textField(TENSOR_NAME, node.outputs[0]!)])
}

export function readNode(bytes: Uint8Array): OnnxNode {
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
export const CONTRIBUTED = 'com.microsoft'

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

export function bothWays({ inputs: [left, right] }: OnnxNode): [string | undefined, string | undefined][] {
  return [
    [left, right],
    [right, left],
  ]
}
