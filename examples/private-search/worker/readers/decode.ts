import { detect } from './detect.js'
import { Unreadable } from './unreadable.js'

/** Bytes in which a declaration of the encoding stands, and in which signs of a binary file are looked for. */
const HEAD = 4096

/** Well-formed sequences of UTF-8 for each byte that is not: a file with fewer is in another encoding. */
const GOOD_FOR_BAD = 4

/** Text, and what is wrong with it, for a person. */
export interface Decoded {
  text: string
  note?: string
}

/**
 * Text by its byte order mark, as UTF-8, by the encoding that it declares, or by what its bytes look like.
 * @throws {Unreadable} for what is no text, and where the encoding cannot be told: a wrong one would give other words
 */
export function decode(bytes: Uint8Array): Decoded {
  const marked = byMark(bytes)
  if (marked) return { text: lenient(marked, bytes), ...badNote(marked, bytes) }
  const sixteen = sixteenBits(bytes)
  if (sixteen) return { text: lenient(sixteen, bytes) }
  if (isBinary(bytes)) throw new Unreadable('not a text file')
  const escaped = isEscaped(bytes)
  // Before what is declared: text of another encoding is hardly ever well-formed in UTF-8, and declarations grow old.
  const utf8 = escaped ? null : strict('utf-8', bytes)
  if (utf8 !== null) return { text: utf8 }
  const label = declaredEncoding(bytes) ?? (escaped ? 'iso-2022-jp' : null)
  const text = (label && strict(label, bytes)) ?? strict('utf-8', bytes)
  if (text !== null) return { text }
  const mostly = mostlyUtf8(bytes)
  if (mostly !== null) return mostly
  const detected = detect(bytes, (label) => strict(label, bytes))
  if (detected === null) throw new Unreadable('unknown text encoding: save it as UTF-8')
  return { text: detected }
}

function byMark(bytes: Uint8Array): string | null {
  const starts = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte)
  if (starts(0xef, 0xbb, 0xbf)) return 'utf-8'
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff))
    throw new Unreadable('UTF-32 text: save it as UTF-8')
  if (starts(0xff, 0xfe)) return 'utf-16le'
  if (starts(0xfe, 0xff)) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: the high halves of Latin letters, spaces and line ends are zero, all at one side. */
function sixteenBits(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, HEAD)
  if (bytes.length % 2 === 1 || !head.includes(0)) return null
  const zeros = [0, 0]
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2]!++
  const [even = 0, odd = 0] = zeros
  const label = odd > even ? 'utf-16le' : 'utf-16be'
  if (Math.min(even, odd) > Math.max(even, odd) / 20) return null
  const text = strict(label, bytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has
  return text !== null && !/[\0-\x08\x0e-\x1a\x7f\ufffe\uffff]/.test(text.slice(0, HEAD))
    ? text && label
    : null
}

/** Control characters that no text has. */
function isBinary(bytes: Uint8Array): boolean {
  let controls = 0
  const head = bytes.subarray(0, HEAD)
  for (const byte of head) {
    if (byte === 0) return true
    if (byte < 7 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) controls++
  }
  return controls > head.length / 50 || bytes.includes(0, HEAD)
}

const DECLARATIONS = [
  /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]+)/,
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/i,
  /^@charset "([\w.:-]+)"/,
  /^(?:#.*\n)?#.{0,80}?coding[:=][ \t]*([\w.-]+)/,
]

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, HEAD))
  for (const pattern of DECLARATIONS) {
    const label = pattern.exec(head)?.[1]
    // What is read as bytes cannot be in units of two.
    if (label && !/^utf-?16/i.test(label)) return label
  }
  return null
}

/** ISO-2022-JP switches between alphabets by escapes, and is ASCII otherwise. */
function isEscaped(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(27)
  return at >= 0 && bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)
}

/** The text, or null where bytes are not of this encoding, or it is not known. */
function strict(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function lenient(label: string, bytes: Uint8Array): string {
  return new TextDecoder(label).decode(bytes)
}

function badNote(label: string, bytes: Uint8Array): { note: string } | undefined {
  return strict(label, bytes) === null ? { note: 'some characters are damaged (shown as �)' } : undefined
}

/** UTF-8 with a few damaged bytes: another encoding would alter all the rest. */
function mostlyUtf8(bytes: Uint8Array): Decoded | null {
  const text = lenient('utf-8', bytes)
  let bad = 0
  let good = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0xfffd) bad++
    else if (code > 0x7f) good++
  }
  if (good < bad * GOOD_FOR_BAD) return null
  return { text, note: `${bad} damaged byte${bad === 1 ? ' is' : 's are'} shown as �` }
}
