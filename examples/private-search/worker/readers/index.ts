import type { Block } from '../chunks.js'
import { decode } from './decode.js'
import { Unreadable } from './unreadable.js'

type Reader = (text: string) => Iterable<Block> | Promise<Iterable<Block>>

/** One a kind of file, each loaded when the first such file comes. */
const READERS: Record<string, () => Promise<Reader>> = {
  txt: async () => (await import('./plain.js')).readPlain,
  md: async () => (await import('./markdown.js')).readMarkdown,
  html: async () => (await import('./html.js')).readHtml,
  json: async () => (await import('./json.js')).readJson,
  jsonl: async () => (await import('./json.js')).readJsonLines,
  csv: async () => (await import('./csv.js')).readCsv,
}

const KINDS: Record<string, string> = {
  txt: 'txt',
  text: 'txt',
  log: 'txt',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'csv',
  pdf: 'pdf',
}

const MEBIBYTE = 1024 * 1024

/** Of one file: what is read is held in memory twice for a moment. */
const LARGEST = 64 * MEBIBYTE

/**
 * The text of a file in blocks.
 * @throws {Unreadable} with the reason, for a person; or the signal's reason
 */
export async function readFile(path: string, file: File, signal: AbortSignal): Promise<Iterable<Block>> {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
  const kind = KINDS[ending]
  if (!kind) throw new Unreadable(`files of this type (${ending ? `.${ending}` : 'no ending'}) are not read`)
  if (file.size > LARGEST) throw new Unreadable(`larger than ${LARGEST / MEBIBYTE} MB`)
  let bytes: ArrayBuffer
  try {
    bytes = await file.arrayBuffer()
  } catch {
    throw new Unreadable('the browser could not read it: moved, changed or not permitted')
  }
  if (kind === 'pdf') return (await import('./pdf.js')).readPdf(bytes, signal)
  const read = await READERS[kind]!()
  return read(decode(bytes))
}
