/** What a request takes as a document. */
export type DocumentInput = string | { readonly text: string }

export type ParsedDocuments =
  | { ok: true; documents: DocumentInput[]; form: 'lines' | 'json'; blank: number }
  | { ok: false; form: 'lines' | 'json'; problem: string }

/**
 * A JSON array starts like one; anything else is lines. `[1] Introduction` is a line, `["Introduction"]` is JSON, and
 * so is an object, since nobody means `{"` as a line of text.
 */
const LOOKS_LIKE_JSON = /^\s*(\[\s*(["{[\]]|$)|\{\s*["}])/

/** The text of a document. */
export function textOf(document: DocumentInput): string {
  return typeof document === 'string' ? document : document.text
}

/** Reads the documents field: a JSON array of strings and of objects with `text`, or one document a line. */
export function parseDocuments(source: string): ParsedDocuments {
  if (!LOOKS_LIKE_JSON.test(source)) {
    const lines = source.split(/\r?\n/)
    const documents = lines.filter((line) => line.trim() !== '')
    if (documents.length === 0) return bad('lines', 'Enter at least one document.')
    // Blank lines at the end are how people end a text, and not worth a word.
    const blank = source.trimEnd().split(/\r?\n/).length - documents.length
    return { ok: true, documents, form: 'lines', blank }
  }
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

function bad(form: 'lines' | 'json', problem: string): ParsedDocuments {
  return { ok: false, form, problem }
}

function kind(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object without a text' : `a ${typeof value}`
}
