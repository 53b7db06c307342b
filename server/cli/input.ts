import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { UsageError } from './usage.js'

/** One document and where it came from. */
export interface InputDocument {
  text: string
  /** The file, or `-` for standard input. */
  file: string
  /** Its line, or its place in a JSON array, from 1. */
  line: number
}

/**
 * Reads documents: lines of text, a JSON array, or JSONL. Files are told apart by their extension (`.json`, `.jsonl`,
 * `.ndjson`), a pipe by what it holds.
 * @param field the member that holds the text, where documents are objects
 */
export async function readDocuments(files: readonly string[], field: string): Promise<InputDocument[]> {
  const documents: InputDocument[] = []
  for (const file of files.length > 0 ? files : ['-']) {
    if (file === '-' && process.stdin.isTTY) throw new UsageError('name files, or pipe documents in')
    const content = decode(file === '-' ? await buffer(process.stdin) : await readBytes(file), file)
    const format = file === '-' ? sniff(content) : formatOf(file)
    for (const document of parseDocuments(content, format, file, field)) documents.push(document)
  }
  return documents
}

type Format = 'lines' | 'json' | 'jsonl'

/** @throws UsageError naming the file and line of what is no document */
export function parseDocuments(
  content: string,
  format: Format,
  file: string,
  field: string,
): InputDocument[] {
  if (format === 'json') {
    const values = parse(content, file)
    if (!Array.isArray(values)) throw new UsageError(`${file}: must contain a JSON array of documents`)
    return values.map((value, i) => ({
      text: readField(value, field, `${file}:${i + 1}`),
      file,
      line: i + 1,
    }))
  }
  return content
    .split(/\r?\n/)
    .map((line, i) => ({ text: line, file, line: i + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map((document) => {
      if (format === 'lines') return document
      const place = `${file}:${document.line}`
      return { ...document, text: readField(parse(document.text, place), field, place) }
    })
}

/** JSON in a pipe is an array, or lines that are objects or strings. */
export function sniff(content: string): Format {
  const head = content.trimStart()
  if (head.startsWith('[') && isJson(content)) return 'json'
  const line = head.split('\n', 1)[0]!
  return /^[{"]/.test(line) && isJson(line) ? 'jsonl' : 'lines'
}

function formatOf(file: string): Format {
  const extension = path.extname(file).toLowerCase()
  if (extension === '.json') return 'json'
  return extension === '.jsonl' || extension === '.ndjson' ? 'jsonl' : 'lines'
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/**
 * Text of UTF-8, or of UTF-16 with a byte order mark, as some programs on Windows write it.
 * @throws UsageError where it is neither
 */
export function decode(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (isTooLong(error)) throw new UsageError(`${file}: is too long to read`)
    throw new UsageError(`${file}: is not valid ${encoding.toUpperCase()}`)
  }
}

function isTooLong(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG'
}

function readField(value: unknown, field: string, place: string): string {
  const text = typeof value === 'string' ? value : (value as Record<string, unknown> | null)?.[field]
  if (typeof text !== 'string')
    throw new UsageError(`${place}: must be a string, or an object with a string in "${field}"`)
  return text
}

function parse(content: string, place: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new UsageError(`${place}: not valid JSON: ${(error as Error).message}`)
  }
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content)
    return true
  } catch {
    return false
  }
}
