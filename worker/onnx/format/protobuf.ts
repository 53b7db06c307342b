/**
 * The wire format of protocol buffers, as far as ONNX files use it. A message is read as its fields and no deeper;
 * a field that nobody looks into is written back as the bytes it was.
 */

/** A field: its number, and a number or bytes. */
export type Field =
  | { number: number; wire: typeof VARINT; value: bigint }
  | { number: number; wire: typeof BYTES | typeof FIXED32 | typeof FIXED64; bytes: Uint8Array }

export const VARINT = 0
export const FIXED64 = 1
export const BYTES = 2
export const FIXED32 = 5

/**
 * The fields of a message, in their order. Bytes are views of the input.
 * @throws Error where the input is no message: nothing outside of it is ever read
 */
export function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  const reader = createReader(bytes)
  while (!reader.done()) {
    const tag = reader.size()
    const [number, wire] = [Math.floor(tag / 8), tag % 8]
    if (number === 0) throw malformed('a field without a number')
    if (wire === VARINT) fields.push({ number, wire, value: reader.varint() })
    else if (wire === BYTES) fields.push({ number, wire, bytes: reader.take(reader.size()) })
    else if (wire === FIXED32) fields.push({ number, wire, bytes: reader.take(4) })
    else if (wire === FIXED64) fields.push({ number, wire, bytes: reader.take(8) })
    else throw malformed(`a field of kind ${wire}`)
  }
  return fields
}

/** Varints one after the other, as repeated integers are packed; 64-bit two's complement. */
export function readPacked(bytes: Uint8Array): bigint[] {
  const values: bigint[] = []
  for (const reader = createReader(bytes); !reader.done(); ) values.push(reader.varint())
  return values
}

/** Repeated integers, packed or one by one. */
export function readIntegerList(fields: readonly Field[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap((field) => {
      if (field.wire === VARINT) return Number(field.value)
      return field.wire === BYTES ? readPacked(field.bytes).map(Number) : []
    })
}

/**
 * The number at the start of some bytes, as 64-bit two's complement, and how many of them it takes.
 * @throws Error where there is no whole one
 */
export function readVarint(bytes: Uint8Array, from = 0): { value: bigint; length: number } {
  let value = 0n
  let at = from
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (at >= bytes.length) throw malformed('it ends within a number')
    const byte = bytes[at++]!
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return { value: BigInt.asIntN(64, value), length: at - from }
  }
  throw malformed('a number of more than 64 bits')
}

function createReader(bytes: Uint8Array) {
  let at = 0
  const varint = (): bigint => {
    const { value, length } = readVarint(bytes, at)
    at += length
    return value
  }
  return {
    done: () => at >= bytes.length,
    varint,
    /** A number that counts something. */
    size(): number {
      const value = varint()
      if (value < 0n || value > 0xffffffffn) throw malformed(`a length of ${value}`)
      return Number(value)
    },
    take(length: number): Uint8Array {
      if (length > bytes.length - at) throw malformed(`${length} bytes announced, ${bytes.length - at} left`)
      at += length
      return bytes.subarray(at - length, at)
    },
  }
}

/** A message of these fields: what {@link readFields} reads. */
export function writeFields(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  for (const field of fields) {
    parts.push(writeVarint(BigInt(field.number * 8 + field.wire)))
    if (field.wire === VARINT) {
      parts.push(writeVarint(field.value))
    } else {
      if (field.wire === BYTES) parts.push(writeVarint(BigInt(field.bytes.length)))
      parts.push(field.bytes)
    }
  }
  const message = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    message.set(part, at)
    at += part.length
  }
  return message
}

function writeVarint(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return Uint8Array.of(...bytes, Number(rest))
}

export function malformed(what: string): Error {
  return new Error(`malformed ONNX file: ${what}`)
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

export function asBytes(field: Field): Uint8Array {
  if (field.wire !== BYTES) throw malformed(`field ${field.number} holds no bytes`)
  return field.bytes
}

/** The text in a field of a message; absent, it is empty. */
export function textIn(message: Uint8Array, number: number): string {
  const bytes = bytesOf(readFields(message), number)
  return bytes ? decode(bytes) : ''
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
