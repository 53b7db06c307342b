import { t } from '../strings/index.js'
import { bad, type ParsedDocuments } from './types.js'

/** Names of the column that holds the text, best first. A first line that has one, and a separator, is CSV's. */
const TEXT_COLUMNS = ['text', 'document', 'passage', 'content', 'body', 'description', 'answer', 'abstract']

/** Whether the first line is a header of columns, one of which is for text. */
export function looksLikeCsv(source: string): boolean {
  const [first = '', ...rest] = source.trim().split(/\r?\n/, 2)
  if (rest.length === 0) return false
  const names = first.split(/[,;\t]/).map(plain)
  return (
    names.length > 1 &&
    names.every((name) => /^[\p{L}\p{N} _.-]{1,40}$/u.test(name)) &&
    names.some((name) => TEXT_COLUMNS.includes(name))
  )
}

/** Rows become their text column; a document is never joined of several, which would change what it says. */
export async function parseCsv(source: string): Promise<ParsedDocuments> {
  const { default: Papa } = await import('papaparse')
  const { data, errors } = Papa.parse<string[]>(source.trim(), { skipEmptyLines: 'greedy' })
  // With one column there is no separator to be found, and that is no error.
  const error = errors.find(({ code }) => code !== 'UndetectableDelimiter')
  if (error) return bad('csv', t.csvError((error.row ?? 0) + 1, error.message))
  const [header = [], ...rows] = data
  if (rows.length === 0) return bad('csv', t.csvEmpty)
  const names = header.map(plain)
  const known = TEXT_COLUMNS.map((name) => names.indexOf(name)).find((index) => index >= 0)
  const column = known ?? longestColumn(rows, header.length)
  const name = header[column] ?? ''
  const short = rows.findIndex((row) => row[column] === undefined)
  if (short >= 0) return bad('csv', t.csvShort(short + 2, rows[short]!.length, name))
  return { ok: true, documents: rows.map((row) => row[column]!), form: 'csv', blank: 0, column: name }
}

function longestColumn(rows: readonly string[][], columns: number): number {
  const length = (column: number) => rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0)
  return Array.from({ length: columns }, (_, column) => column).reduce((best, column) =>
    length(column) > length(best) ? column : best,
  )
}

/** The name of a column without a byte order mark, quotes and case. */
function plain(name: string): string {
  return name
    .replace(/^\uFEFF?"?|"$/g, '')
    .trim()
    .toLowerCase()
}
