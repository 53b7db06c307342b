import Papa from 'papaparse'

/** What a request takes as a document. */
export type DocumentInput = string | { readonly text: string }

export type DocumentForm = 'lines' | 'json' | 'csv'

export type ParsedDocuments =
  | { ok: true; documents: DocumentInput[]; form: DocumentForm; blank: number; column?: string }
  | { ok: false; form: DocumentForm; problem: string }

/**
 * A JSON array starts like one; anything else is lines. `[1] Introduction` is a line, `["Introduction"]` is JSON, and
 * so is an object, since nobody means `{"` as a line of text.
 */
const LOOKS_LIKE_JSON = /^\s*(\[\s*(["{[\]]|$)|\{\s*["}])/

/** Names of the column that holds the text, best first. A first line that has one, and a separator, is CSV's. */
const TEXT_COLUMNS = ['text', 'document', 'passage', 'content', 'body', 'description', 'answer', 'abstract']

/** The text of a document. */
export function textOf(document: DocumentInput): string {
  return typeof document === 'string' ? document : document.text
}

/**
 * Reads the documents field: a JSON array of strings and of objects with `text`, CSV with a header, or one document a
 * line.
 * @param form how to read it; default: as it looks
 */
export function parseDocuments(source: string, form: 'auto' | DocumentForm = 'auto'): ParsedDocuments {
  if (form === 'csv' || (form === 'auto' && looksLikeCsv(source))) return parseCsv(source)
  if (form === 'json' || (form === 'auto' && LOOKS_LIKE_JSON.test(source))) return parseJson(source)
  const lines = source.split(/\r?\n/)
  const documents = lines.filter((line) => line.trim() !== '')
  if (documents.length === 0) return bad('lines', 'Enter at least one document.')
  // Blank lines at the end are how people end a text, and not worth a word.
  const blank = source.trimEnd().split(/\r?\n/).length - documents.length
  return { ok: true, documents, form: 'lines', blank }
}

function parseJson(source: string): ParsedDocuments {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch (error) {
    return bad('json', `This starts like JSON but is not: ${(error as Error).message}`)
  }
  if (!Array.isArray(value))
    return bad('json', 'This is a JSON object: an array is wanted, such as ["one", "two"].')
  if (value.length === 0) return bad('json', 'The array is empty: enter at least one document.')
  for (const [index, item] of value.entries()) {
    if (typeof item !== 'string' && typeof (item as { text?: unknown } | null)?.text !== 'string') {
      return bad('json', `Item ${index + 1} is ${kind(item)}: a string is wanted, or an object with "text".`)
    }
  }
  return { ok: true, documents: value as DocumentInput[], form: 'json', blank: 0 }
}

/** Lines of JSON as one array. Blank lines, as between groups, hold nothing. */
export function joinJsonLines(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return `[${lines.join(',\n')}]`
}

function looksLikeCsv(source: string): boolean {
  const [first = '', ...rest] = source.trim().split(/\r?\n/, 2)
  if (rest.length === 0) return false
  const names = first.split(/[,;\t]/).map(plain)
  return names.length > 1 && names.every((name) => /^[\p{L}\p{N} _.-]{1,40}$/u.test(name)) && hasText(names)
}

/** Rows become their text column; a document is never joined of several, which would change what it says. */
function parseCsv(source: string): ParsedDocuments {
  const { data, errors } = Papa.parse<string[]>(source.trim(), { skipEmptyLines: 'greedy' })
  // With one column there is no separator to be found, and that is no error.
  const error = errors.find(({ code }) => code !== 'UndetectableDelimiter')
  if (error) return bad('csv', `Row ${(error.row ?? 0) + 1} of the CSV: ${error.message}.`)
  const [header = [], ...rows] = data
  if (rows.length === 0) return bad('csv', 'The CSV has no rows below its header: enter at least one.')
  const names = header.map(plain)
  const known = TEXT_COLUMNS.map((name) => names.indexOf(name)).find((index) => index >= 0)
  const column = known ?? longestColumn(rows, header.length)
  const short = rows.findIndex((row) => row[column] === undefined)
  if (short >= 0) {
    return bad(
      'csv',
      `Row ${short + 2} of the CSV has ${rows[short]!.length} cells, so no “${header[column]}”.`,
    )
  }
  const documents = rows.map((row) => row[column]!)
  return { ok: true, documents, form: 'csv', blank: 0, column: header[column] ?? '' }
}

function longestColumn(rows: readonly string[][], columns: number): number {
  const length = (column: number) => rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0)
  return Array.from({ length: columns }, (_, column) => column).reduce((best, column) =>
    length(column) > length(best) ? column : best,
  )
}

function hasText(names: readonly string[]): boolean {
  return names.some((name) => TEXT_COLUMNS.includes(name))
}

function plain(name: string): string {
  return name
    .replace(/^\uFEFF?"?|"$/g, '')
    .trim()
    .toLowerCase()
}

function bad(form: DocumentForm, problem: string): ParsedDocuments {
  return { ok: false, form, problem }
}

function kind(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object without a text' : `a ${typeof value}`
}
