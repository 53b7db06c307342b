import type { Block } from '../chunks.js'
import { decode } from './decode.js'
import { createFacts, type Facts } from './facts.js'
import { type FileType, type Format, kindOf } from './kinds.js'
import { sniff } from './sniff.js'
import { Unreadable } from './unreadable.js'

type TextReader = (text: string, facts: Facts) => Iterable<Block>

/** One a format, each loaded when the first such file comes. */
const READERS: Record<Exclude<Format, 'mail'>, () => Promise<TextReader>> = {
  plain: async () => {
    const { readPlain } = await import('./plain.js')
    return (text) => readPlain(text)
  },
  markdown: async () => (await import('./markdown.js')).readMarkdown,
  html: async () => (await import('./html.js')).readHtml,
  json: async () => (await import('./json.js')).readJson,
  jsonl: async () => (await import('./json.js')).readJsonLines,
  csv: async () => (await import('./csv.js')).readCsv,
  xml: async () => (await import('./xml.js')).readXml,
  calendar: async () => (await import('./calendar.js')).readCalendar,
  code: async () => (await import('./code.js')).readCode,
}

const MEBIBYTE = 1024 * 1024

/** Of one file: what is read is held in memory twice for a moment. */
const LARGEST = 64 * MEBIBYTE

/** A file that is being read. */
export interface Reading {
  type: FileType
  /** Complete when the last block was taken. */
  facts: Facts
  blocks: Iterable<Block>
}

/** @throws {Unreadable} with the reason, for a person */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > LARGEST) throw new Unreadable(`larger than ${LARGEST / MEBIBYTE} MB`)
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    throw new Unreadable('could not be opened: moved, changed or not permitted')
  }
}

/**
 * The text of a file in blocks. What it is, its content tells first, and its name only where that is text.
 * @throws {Unreadable} with the reason, for a person; or the signal's reason
 */
export async function readFile(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
  depth = 0,
): Promise<Reading> {
  const facts = createFacts()
  const content = sniff(bytes)
  if (content === 'pdf') {
    const { readPdf } = await import('./pdf.js')
    return { type: 'PDF', facts, blocks: await readPdf(bytes.slice().buffer, facts, signal) }
  }
  if (content === 'zip') {
    const { readArchive } = await import('./archive.js')
    return { facts, ...readArchive(bytes, facts) }
  }
  if (content) throw new Unreadable(`not supported: ${content.binary}`)
  if (/\.pdf$/i.test(path)) throw new Unreadable('not a PDF file, or damaged')
  return readText(path, bytes, signal, depth, facts)
}

async function readText(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
  depth: number,
  facts: Facts,
): Promise<Reading> {
  // Each part of a letter may be in an encoding of its own.
  if (/\.(eml|mhtml?)$/i.test(path))
    return { type: 'E-mail', facts, blocks: await letter(bytes, facts, signal, depth) }
  const { text, note } = decode(bytes)
  if (note) facts.notes.push(note)
  const [format, type] = kindOf(path, text)
  if (format === 'mail') return { type, facts, blocks: await letter(bytes, facts, signal, depth) }
  const read = await READERS[format]()
  return { type, facts, blocks: read(text, facts) }
}

async function letter(bytes: Uint8Array, facts: Facts, signal: AbortSignal, depth: number): Promise<Block[]> {
  const { readMail } = await import('./mail.js')
  const readAttachment = async (name: string, content: Uint8Array, depth: number) => {
    const inner = await readFile(name, content.slice(), signal, depth)
    const blocks = [...inner.blocks]
    facts.notes.push(...inner.facts.notes.map((note) => `attachment ${name}: ${note}`))
    return blocks
  }
  return readMail(bytes, facts, readAttachment, depth)
}
