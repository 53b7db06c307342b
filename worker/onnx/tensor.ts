import { allBytes, bytesField, bytesOf, textField } from './model.js'
import { BYTES, type Field, malformed, readFields, readPacked, VARINT, writeFields } from './protobuf.js'

/** Constant numbers of a graph. */
export interface Tensor {
  shape: readonly number[]
  values: Int8Array | Uint8Array | Float32Array
}

const TENSOR = { shape: 1, type: 2, floats: 4, integers: 5, name: 8, raw: 9, external: 13, location: 14 }
const FLOAT = 1
const UINT8 = 2
const INT8 = 3

/** @throws Error for a tensor of other numbers than float32, int8 and uint8, or one whose numbers are elsewhere */
export function readTensor(bytes: Uint8Array): Tensor {
  const fields = readFields(bytes)
  if (integers(fields, TENSOR.location).at(-1))
    throw new Error('tensors in files of their own are not supported')
  const shape = integers(fields, TENSOR.shape)
  const values = readValues(fields, integers(fields, TENSOR.type).at(-1) ?? 0)
  const size = shape.reduce((product, side) => product * side, 1)
  if (shape.some((side) => side < 0) || values.length !== size) {
    throw malformed(`a tensor of shape [${shape}] has ${values.length} numbers`)
  }
  return { shape, values }
}

function readValues(fields: readonly Field[], type: number): Tensor['values'] {
  const raw = bytesOf(fields, TENSOR.raw)
  switch (type) {
    case FLOAT:
      return readFloats(raw ?? join(allBytes(fields, TENSOR.floats)))
    case UINT8:
      return raw ?? Uint8Array.from(integers(fields, TENSOR.integers))
    case INT8:
      return raw
        ? new Int8Array(raw.buffer, raw.byteOffset, raw.length)
        : Int8Array.from(integers(fields, TENSOR.integers))
    default:
      throw new Error(`a tensor of type ${type}, where float32 (1), uint8 (2) or int8 (3) is needed`)
  }
}

function readFloats(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0) throw malformed(`${bytes.length} bytes are no float32 numbers`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true))
}

/** A tensor of float32 numbers, encoded. */
export function writeFloats(name: string, shape: readonly number[], values: Float32Array): Uint8Array {
  return writeFields([
    ...shape.map((side): Field => ({ number: TENSOR.shape, wire: VARINT, value: BigInt(side) })),
    { number: TENSOR.type, wire: VARINT, value: BigInt(FLOAT) },
    textField(TENSOR.name, name),
    // Little-endian, as every machine that has a browser is.
    bytesField(TENSOR.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ])
}

/** Repeated integers, packed or one by one. */
function integers(fields: readonly Field[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap((field) => {
      if (field.wire === VARINT) return Number(field.value)
      return field.wire === BYTES ? readPacked(field.bytes).map(Number) : []
    })
}

/** Repeated floats come packed, or as one field each. */
function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
