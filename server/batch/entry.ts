import type { Entry, Line } from './types.js'

/** Names in a TREC run are words. */
const WORD = /^[^\s\p{Cc}]+$/u

/** What is wrong with a line. */
export class LineError extends Error {}

/**
 * Reads a line: `{ "query", "document" }` or `{ "query", "documents": [...] }`, with `id`, `query_id`, `document_id` and
 * `document_ids` where they are wanted.
 * @param trec whether names must be words
 * @throws LineError that names the field
 */
export function readEntry({ number, text }: Line, trec: boolean): Entry {
  const fields = parse(text)
  const { query, document, documents, id } = fields
  if (typeof query !== 'string' || query.trim() === '')
    throw new LineError('query must be a non-empty string')
  if ((document === undefined) === (documents === undefined))
    throw new LineError('must have either document or documents')
  const single = documents === undefined
  const texts = single ? [readText(document, 'document')] : readTexts(documents)
  const names = single ? [fields.document_id] : (fields.document_ids ?? [])
  if (!Array.isArray(names) || (names.length > 0 && names.length !== texts.length))
    throw new LineError('document_ids must be an array with a name for each document')
  const name = (value: unknown, field: string, fallback: string) => readName(value ?? fallback, field, trec)
  return {
    line: number,
    id,
    query,
    documents: texts,
    single,
    queryId: name(fields.query_id ?? id, 'query_id', String(number)),
    documentIds: texts.map((_, i) => name(names[i], 'document_id', single ? String(number) : String(i))),
  }
}

function parse(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new LineError('not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LineError('must be a JSON object')
  return value as Record<string, unknown>
}

function readTexts(values: unknown): string[] {
  if (!Array.isArray(values) || values.length === 0)
    throw new LineError('documents must be a non-empty array')
  return values.map((value, i) => readText(value, `documents[${i}]`))
}

function readText(value: unknown, field: string): string {
  const text = typeof value === 'object' && value !== null ? (value as { text?: unknown }).text : value
  if (typeof text !== 'string') throw new LineError(`${field} must be a string, or an object with a text`)
  return text
}

function readName(value: unknown, field: string, trec: boolean): string {
  if (!trec) return ''
  const name = typeof value === 'number' ? String(value) : value
  if (typeof name !== 'string' || !WORD.test(name))
    throw new LineError(`${field} must be a number, or a string without spaces`)
  return name
}
