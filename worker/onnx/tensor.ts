import { allBytes, bytesField, bytesOf, textField } from './model.js'
import { type Field, malformed, readFields, readIntegerList, VARINT, writeFields } from './protobuf.js'

/** Constant numbers of a graph. */
export interface Tensor {
  shape: readonly number[]
  values: Int8Array | Uint8Array | Float32Array
}

const TENSOR = {
  shape: 1,
  type: 2,
  floats: 4,
  integers: 5,
  longs: 7,
  name: 8,
  raw: 9,
  external: 13,
  location: 14,
}
export const FLOAT = 1
const UINT8 = 2
const INT8 = 3
const INT32 = 6
const INT64 = 7
const HALF = 10
export const FLOAT16 = 10

/** @throws Error for a tensor of other numbers than float32, float16 (read as float32), int8 and uint8, or one whose numbers are elsewhere */
export function readTensor(bytes: Uint8Array): Tensor {
  const fields = readFields(bytes)
  if (readIntegerList(fields, TENSOR.location).at(-1))
    throw new Error('tensors in files of their own are not supported')
  const shape = readIntegerList(fields, TENSOR.shape)
  const values = readValues(fields, readIntegerList(fields, TENSOR.type).at(-1) ?? 0)
  const size = shape.reduce((product, side) => product * side, 1)
  if (shape.some((side) => side < 0) || values.length !== size) {
    throw malformed(`a tensor of shape [${shape}] has ${values.length} numbers`)
  }
  return { shape, values }
}

/** @throws Error for a tensor of other numbers than int32 and int64 */
export function readIntegers(bytes: Uint8Array): number[] {
  const fields = readFields(bytes)
  const type = readIntegerList(fields, TENSOR.type).at(-1)
  if (type !== INT32 && type !== INT64) throw new Error(`a tensor of type ${type}, where integers are needed`)
  const raw = bytesOf(fields, TENSOR.raw)
  if (!raw) return readIntegerList(fields, type === INT32 ? TENSOR.integers : TENSOR.longs)
  const size = type === INT32 ? 4 : 8
  if (raw.length % size !== 0) throw malformed(`${raw.length} bytes are no integers`)
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
  return Array.from({ length: raw.length / size }, (_, i) =>
    type === INT32 ? view.getInt32(4 * i, true) : Number(view.getBigInt64(8 * i, true)),
  )
}

function readValues(fields: readonly Field[], type: number): Tensor['values'] {
  const raw = bytesOf(fields, TENSOR.raw)
  switch (type) {
    case FLOAT:
      return readFloats(raw ?? join(allBytes(fields, TENSOR.floats)))
    case HALF:
      return readHalves(raw ?? halvesOf(readIntegerList(fields, TENSOR.integers)))
    case UINT8:
      return raw ?? Uint8Array.from(readIntegerList(fields, TENSOR.integers))
    case INT8:
      return raw
        ? new Int8Array(raw.buffer, raw.byteOffset, raw.length)
        : Int8Array.from(readIntegerList(fields, TENSOR.integers))
    default:
      throw new Error(
        `a tensor of type ${type}, where float32 (1), uint8 (2), int8 (3) or float16 (10) is needed`,
      )
  }
}

function readFloats(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0) throw malformed(`${bytes.length} bytes are no float32 numbers`)
  // Copied, since what is read may start anywhere in the file.
  return new Float32Array(new Uint8Array(bytes).buffer)
}

/** Whether an encoded tensor holds float32 numbers. */
export function isFloats(bytes: Uint8Array): boolean {
  return readIntegerList(readFields(bytes), TENSOR.type).at(-1) === FLOAT
}

function readHalves(bytes: Uint8Array): Float32Array {
  if (bytes.length % 2 !== 0) throw malformed(`${bytes.length} bytes are no float16 numbers`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => fromHalf(view.getUint16(2 * i, true)))
}

/** Halves that are not raw bytes come as integers, one each. */
function halvesOf(integers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(integers.length * 2)
  const view = new DataView(bytes.buffer)
  for (const [i, bits] of integers.entries()) view.setUint16(2 * i, bits, true)
  return bytes
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** A tensor of float32 numbers, encoded. */
export function writeFloats(name: string, shape: readonly number[], values: Float32Array): Uint8Array {
  return writeTensor(name, shape, FLOAT, values)
}

/** A tensor of half-precision numbers, given as their bits, encoded. */
export function writeHalves(name: string, shape: readonly number[], bits: Uint16Array): Uint8Array {
  return writeTensor(name, shape, FLOAT16, bits)
}

function writeTensor(
  name: string,
  shape: readonly number[],
  type: number,
  values: Float32Array | Uint16Array,
): Uint8Array {
  return writeFields([
    ...shape.map((side): Field => ({ number: TENSOR.shape, wire: VARINT, value: BigInt(side) })),
    { number: TENSOR.type, wire: VARINT, value: BigInt(type) },
    textField(TENSOR.name, name),
    // Little-endian, as every machine that has a browser is.
    bytesField(TENSOR.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ])
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
