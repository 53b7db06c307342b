import { allBytes, bytesField, bytesOf, textField } from './model.js'
import { type Field, readFields, readIntegerList, VARINT, writeFields } from './protobuf.js'

/** Where the tensors of an isolated graph are said to lie. */
export const WEIGHTS_LOCATION = 'webrerank-weights'

const MODEL = { graph: 7 }
const GRAPH = { initializer: 5 }
const TENSOR = { raw: 9, external: 13, location: 14 }
const ENTRY = { key: 1, value: 2 }
/** `data_location` of a tensor whose numbers are in another file. */
const EXTERNAL = 1n
/** Smaller ones, such as shapes, are read by the runtime's own rewriting, and stay. */
const LEAST = 1024

/**
 * The graph of an ONNX file without its large tensors, which are said to lie in a file {@link WEIGHTS_LOCATION}: the very
 * file that was given. A runtime that is handed that file beside the graph reads each tensor from it once, where it
 * would else copy the whole file, then copy each tensor out of the copy, and keep the memory of both for good.
 * @throws Error for a malformed file
 */
export function isolateGraph(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const isolate = (field: Field): Field => {
    if (field.number !== GRAPH.initializer || !('bytes' in field)) return field
    const tensor = readFields(field.bytes)
    const raw = bytesOf(tensor, TENSOR.raw)
    if (!raw || raw.length < LEAST || readIntegerList(tensor, TENSOR.location).at(-1)) return field
    const place = { location: WEIGHTS_LOCATION, offset: raw.byteOffset - file.byteOffset, length: raw.length }
    const entries = Object.entries(place).map(([key, value]) =>
      bytesField(
        TENSOR.external,
        writeFields([textField(ENTRY.key, key), textField(ENTRY.value, String(value))]),
      ),
    )
    const rest = tensor.filter(({ number }) => number !== TENSOR.raw && number !== TENSOR.location)
    const elsewhere: Field = { number: TENSOR.location, wire: VARINT, value: EXTERNAL }
    return bytesField(field.number, writeFields([...rest, ...entries, elsewhere]))
  }
  const model = readFields(file).map((field) =>
    field.number === MODEL.graph && 'bytes' in field
      ? bytesField(field.number, writeFields(readFields(field.bytes).map(isolate)))
      : field,
  )
  return writeFields(model)
}

/** The names of the files beside an ONNX file that hold some of its tensors. */
export function externalLocations(file: Uint8Array): Set<string> {
  const locations = new Set<string>()
  const graph = bytesOf(readFields(file), MODEL.graph)
  for (const tensor of graph ? allBytes(readFields(graph), GRAPH.initializer).map(readFields) : []) {
    for (const entry of allBytes(tensor, TENSOR.external).map(readFields)) {
      const [key, value] = [ENTRY.key, ENTRY.value].map((number) =>
        new TextDecoder().decode(bytesOf(entry, number)),
      )
      if (key === 'location' && value) locations.add(value)
    }
  }
  return locations
}
