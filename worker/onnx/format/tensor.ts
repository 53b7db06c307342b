import type { Source } from '../../bytes/content.js'
import { fromHalf } from '../../bytes/half.js'
import {
  allBytes,
  bytesField,
  bytesOf,
  type Field,
  malformed,
  readFields,
  readIntegerList,
  textField,
  VARINT,
  writeFields,
} from './protobuf.js'

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
/** Of an entry of `external_data`. */
export const ENTRY = { key: 1, value: 2 }
export const FLOAT = 1
const UINT8 = 2
const INT8 = 3
const INT32 = 6
const INT64 = 7
const BOOL = 9
const HALF = 10
export const FLOAT16 = 10

/** A tensor that is read when its numbers are needed, part by part where it is large: its bytes may lie in a file. */
export interface StoredTensor {
  shape: readonly number[]
  kind: 'float' | 'int8' | 'uint8'
  /** Numbers from one index up to another; default: all. */
  read(from?: number, to?: number): Tensor['values']
}

/** The files that hold tensors of a graph, by the names that the graph has for them. */
export type Elsewhere = (location: string) => Source | undefined

/** Of float32, float16 (read as float32), uint8 and int8. */
const KINDS: Record<number, { kind: StoredTensor['kind']; size: number; decode: Decoder }> = {
  [FLOAT]: { kind: 'float', size: 4, decode: readFloats },
  [HALF]: { kind: 'float', size: 2, decode: readHalves },
  [UINT8]: { kind: 'uint8', size: 1, decode: (bytes) => bytes },
  [INT8]: {
    kind: 'int8',
    size: 1,
    decode: (bytes) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
  },
}
type Decoder = (bytes: Uint8Array) => Tensor['values']

/** @throws Error for a tensor of other numbers than float32, float16, int8 and uint8, or one whose file is not there */
export function openTensor(bytes: Uint8Array, elsewhere?: Elsewhere): StoredTensor {
  const fields = readFields(bytes)
  const shape = readIntegerList(fields, TENSOR.shape)
  const type = readIntegerList(fields, TENSOR.type).at(-1) ?? 0
  const known = KINDS[type]
  if (!known) {
    const needed = 'float32 (1), uint8 (2), int8 (3) or float16 (10)'
    throw new Error(`a tensor of type ${type}, where ${needed} is needed`)
  }
  const { kind, size, decode } = known
  const raw = rawOf(fields, elsewhere) ?? inMemory(listed(fields, type))
  const count = shape.reduce((product, side) => product * side, 1)
  if (shape.some((side) => side < 0) || raw.length !== count * size) {
    throw malformed(`a tensor of shape [${shape}] has ${raw.length / size} numbers`)
  }
  return {
    shape,
    kind,
    read(from = 0, to = count) {
      if (!(from >= 0 && from <= to && to <= count))
        throw new RangeError(`numbers ${from} to ${to} of ${count}`)
      return decode(raw.read(from * size, to * size))
    },
  }
}

/** {@link openTensor}, read. */
export function readTensor(bytes: Uint8Array): Tensor {
  const { shape, read } = openTensor(bytes)
  return { shape, values: read() }
}

/** Small constants are integers and yes or no as well. */
const WHOLE_SIZES: Record<number, number> = { [INT32]: 4, [INT64]: 8, [BOOL]: 1 }

/** @throws Error for a tensor of other numbers than int32, int64 and bool */
export function readIntegers(bytes: Uint8Array, elsewhere?: Elsewhere): number[] {
  const fields = readFields(bytes)
  const type = readIntegerList(fields, TENSOR.type).at(-1) ?? 0
  const size = WHOLE_SIZES[type]
  if (!size) throw new Error(`a tensor of type ${type}, where integers are needed`)
  const source = rawOf(fields, elsewhere)
  if (!source) return readIntegerList(fields, type === INT64 ? TENSOR.longs : TENSOR.integers)
  if (source.length % size !== 0) throw malformed(`${source.length} bytes are no integers`)
  const raw = source.read(0, source.length)
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
  return Array.from({ length: raw.length / size }, (_, i) =>
    size === 1 ? raw[i]! : size === 4 ? view.getInt32(4 * i, true) : Number(view.getBigInt64(8 * i, true)),
  )
}

/** A tensor of numbers of any kind that is known, and undefined for others. Reading throws where its file is not there. */
export function openConstant(bytes: Uint8Array, elsewhere?: Elsewhere) {
  const fields = readFields(bytes)
  const type = readIntegerList(fields, TENSOR.type).at(-1) ?? 0
  const shape = readIntegerList(fields, TENSOR.shape)
  if (!(type in WHOLE_SIZES || type in KINDS)) return undefined
  const read = (): ArrayLike<number> | undefined => {
    const values = type in KINDS ? openTensor(bytes, elsewhere).read() : readIntegers(bytes, elsewhere)
    return values.length === shape.reduce((product, side) => product * side, 1) ? values : undefined
  }
  return { shape, whole: type in WHOLE_SIZES, read }
}

/** The raw bytes of a tensor, here or elsewhere; not where its numbers are listed as fields. */
function rawOf(fields: readonly Field[], elsewhere: Elsewhere | undefined): Source | undefined {
  if (!readIntegerList(fields, TENSOR.location).at(-1)) {
    const raw = bytesOf(fields, TENSOR.raw)
    return raw && inMemory(raw)
  }
  const { location, offset = '0', length } = externalEntries(fields)
  const file = location === undefined ? undefined : elsewhere?.(location)
  if (!file) throw new Error(`a tensor lies in a file ${location}, which is not here`)
  const start = Number(offset)
  const end = length === undefined ? file.length : start + Number(length)
  if (!(start >= 0 && start <= end && end <= file.length))
    throw malformed(`a tensor from ${offset}, ${length} bytes long, in a file of ${file.length}`)
  return { length: end - start, read: (from, to) => file.read(start + from, start + to) }
}

/** What a tensor says of the file that it lies in. */
export function externalEntries(fields: readonly Field[]): Partial<Record<string, string>> {
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
  return Object.fromEntries(
    allBytes(fields, TENSOR.external)
      .map(readFields)
      .map((entry) => [text(bytesOf(entry, ENTRY.key)), text(bytesOf(entry, ENTRY.value))]),
  )
}

function inMemory(bytes: Uint8Array): Source {
  return { length: bytes.length, read: (from, to) => bytes.subarray(from, to) as Uint8Array<ArrayBuffer> }
}

/** Numbers that are no raw bytes, as those would be. */
function listed(fields: readonly Field[], type: number): Uint8Array {
  if (type === FLOAT) return join(allBytes(fields, TENSOR.floats))
  const integers = readIntegerList(fields, TENSOR.integers)
  return type === HALF ? halvesOf(integers) : Uint8Array.from(integers)
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

/** A tensor of float32 numbers, encoded. */
export function writeFloats(name: string, shape: readonly number[], values: Float32Array): Uint8Array {
  return writeTensor(name, shape, FLOAT, values)
}

/** A tensor of half-precision numbers, given as their bits, encoded. */
export function writeHalves(name: string, shape: readonly number[], bits: Uint16Array): Uint8Array {
  return writeTensor(name, shape, FLOAT16, bits)
}

/** A row of int64 numbers, encoded. */
export function writeIntegers(name: string, values: readonly number[]): Uint8Array {
  return writeTensor(name, [values.length], INT64, BigInt64Array.from(values, BigInt))
}

function writeTensor(
  name: string,
  shape: readonly number[],
  type: number,
  values: Float32Array | Uint16Array | BigInt64Array,
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
