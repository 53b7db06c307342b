import type { Source } from '../../bytes/content.js'
import { BYTES, FIXED32, FIXED64, malformed, readVarint, VARINT } from './protobuf.js'

/** A field of a message in a file: where its content lies. */
export interface FieldLocation {
  number: number
  wire: number
  /** Of a number its value, of all else its length in bytes. */
  size: bigint
  at: number
}

/** What is read of a file at once where its fields are looked for. */
const BUFFER_BYTES = 65_536

/** The fields of a message that lies in a file, of which only their heads are read. */
export function createOutline(file: Source) {
  let buffer = { from: 0, bytes: file.read(0, Math.min(BUFFER_BYTES, file.length)) }

  /** Bytes of the file, by way of the window where they are few. */
  const bytes = (from: number, to: number): Uint8Array => {
    if (to > file.length) throw malformed(`${to - from} bytes announced, ${file.length - from} left`)
    if (to - from > BUFFER_BYTES) return file.read(from, to)
    if (from < buffer.from || to > buffer.from + buffer.bytes.length) {
      buffer = { from, bytes: file.read(from, Math.min(from + BUFFER_BYTES, file.length)) }
    }
    return buffer.bytes.subarray(from - buffer.from, to - buffer.from)
  }

  /** @throws Error where that part of the file is no message */
  const locations = (from: number, to: number): FieldLocation[] => {
    const found: FieldLocation[] = []
    let at = from
    const varint = (): bigint => {
      const { value, length } = readVarint(bytes(at, Math.min(at + 10, to)))
      at += length
      return value
    }
    /** The value of a number, and the length of all else. */
    const sizeOf = (wire: number): bigint => {
      if (wire === VARINT || wire === BYTES) return varint()
      return wire === FIXED32 ? 4n : 8n
    }
    while (at < to) {
      const tag = varint()
      const [number, wire] = [Number(tag >> 3n), Number(tag & 7n)]
      if (number <= 0) throw malformed('a field without a number')
      if (![VARINT, BYTES, FIXED32, FIXED64].includes(wire)) throw malformed(`a field of kind ${wire}`)
      const size = sizeOf(wire)
      const length = wire === VARINT ? 0n : size
      if (length < 0n || length > BigInt(to - at)) throw malformed(`${size} bytes announced, ${to - at} left`)
      found.push({ number, wire, size, at })
      at += Number(length)
    }
    return found
  }
  return { bytes, places: locations }
}
