import type { Source } from '../../bytes/content.js'
import { createOutline, type FieldLocation } from '../format/outline.js'
import {
  allBytes,
  BYTES,
  bytesField,
  bytesOf,
  type Field,
  readFields,
  textField,
  VARINT,
  writeFields,
} from '../format/protobuf.js'
import { ENTRY, externalEntries } from '../format/tensor.js'

/** Where the tensors of an isolated graph are said to lie. */
export const WEIGHTS_LOCATION = 'webrerank-weights'

const MODEL = { graph: 7 }
const GRAPH = { initializer: 5 }
const TENSOR = { raw: 9, external: 13, location: 14 }
/** `data_location` of a tensor whose numbers are in another file. */
const EXTERNAL = 1n
/** Smaller ones, such as shapes, are read by the runtime's own rewriting, and stay. */
const LEAST = 1024

/**
 * The graph of an ONNX file without its large tensors, which are said to lie in a file {@link WEIGHTS_LOCATION}: the very
 * file that was given, of which they are not even read. Who is handed that file beside the graph reads each tensor from
 * it once; a runtime would else copy the whole file, then copy each tensor out of the copy, and keep the memory of both.
 * @throws Error for a malformed file
 */
export function isolateGraph(file: Source): Uint8Array<ArrayBuffer> {
  const { bytes, places } = createOutline(file)
  const within = ({ at, size }: FieldLocation) => places(at, at + Number(size))
  const fieldAt = ({ number, wire, size, at }: FieldLocation): Field =>
    wire === VARINT
      ? { number, wire, value: size }
      : // A copy: the window moves on, and views would keep it.
        ({ number, wire, bytes: bytes(at, at + Number(size)).slice() } as Field)

  const isolate = (place: FieldLocation): Field => {
    if (place.number !== GRAPH.initializer || place.wire !== BYTES || place.size < LEAST)
      return fieldAt(place)
    const tensor = within(place)
    const raw = tensor.findLast(({ number, wire }) => number === TENSOR.raw && wire === BYTES)
    const located = tensor.findLast(({ number }) => number === TENSOR.location)
    if (!raw || raw.size < LEAST || located?.size) return fieldAt(place)
    const there = { location: WEIGHTS_LOCATION, offset: raw.at, length: raw.size }
    const entries = Object.entries(there).map(([key, value]) =>
      bytesField(
        TENSOR.external,
        writeFields([textField(ENTRY.key, key), textField(ENTRY.value, String(value))]),
      ),
    )
    const rest = tensor.filter(({ number }) => number !== TENSOR.raw && number !== TENSOR.location)
    const elsewhere: Field = { number: TENSOR.location, wire: VARINT, value: EXTERNAL }
    return bytesField(place.number, writeFields([...rest.map(fieldAt), ...entries, elsewhere]))
  }
  const model = places(0, file.length).map((place) =>
    place.number === MODEL.graph && place.wire === BYTES
      ? bytesField(place.number, writeFields(within(place).map(isolate)))
      : fieldAt(place),
  )
  return writeFields(model)
}

/** The names of the files beside an ONNX file that hold some of its tensors. */
export function externalLocations(file: Uint8Array): Set<string> {
  const graph = bytesOf(readFields(file), MODEL.graph)
  const tensors = graph ? allBytes(readFields(graph), GRAPH.initializer) : []
  return new Set(tensors.flatMap((tensor) => externalEntries(readFields(tensor)).location || []))
}
