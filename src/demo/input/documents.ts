import { t } from '../strings/index.js'
import { parseCode } from './code.js'
import { looksLikeCsv, parseCsv } from './csv.js'
import { isCollection, readJson } from './json.js'
import { bad, type JsonContents, type ParsedDocuments, type ReadAs } from './types.js'

/** A JSON array or object starts like one. `[1] Introduction` is a line, `["Introduction"]` is JSON. */
const LOOKS_LIKE_JSON = /^\s*(\[\s*(["{[\]]|$)|\{\s*["}])/

/**
 * Reads the documents field: one document a line; a JSON array, JSON Lines, an API request, the response of a search
 * engine or queries with relevance grades; code that sends a request; CSV with a header.
 * @param form how to read it; default: as it looks
 * @param query of a file with several queries, which one. Default: the first
 */
export async function parseDocuments(
  source: string,
  form: ReadAs = 'auto',
  query = 0,
): Promise<ParsedDocuments> {
  if (form === 'csv') return parseCsv(source)
  if (form === 'json') return parseJson(source, query)
  if (form === 'lines') return parseLines(source)
  if (LOOKS_LIKE_JSON.test(source)) return parseJson(source, query)
  const request = parseCode(source)
  if (request) return parsed(request, 0)
  return looksLikeCsv(source) ? parseCsv(source) : parseLines(source)
}

function parseLines(source: string): ParsedDocuments {
  const lines = source.split(/\r?\n/)
  const documents = lines.filter((line) => line.trim() !== '')
  if (documents.length === 0) return bad('lines', t.enterDocuments)
  // Blank lines at the end are how people end a text, and not worth a word.
  const blank = source.trimEnd().split(/\r?\n/).length - documents.length
  return { ok: true, documents, form: 'lines', blank }
}

function parseJson(source: string, query: number): ParsedDocuments {
  let problem = ''
  try {
    return parsed(JSON.parse(source), query)
  } catch (error) {
    problem = (error as Error).message
  }
  const lines = source.split(/\r?\n/)
  const filled = lines.filter((line) => line.trim() !== '')
  try {
    const values = filled.map((line) => JSON.parse(line) as unknown)
    // A single line that is no JSON was told above.
    const contents = parsed(values, query)
    if (!contents.ok || contents.form !== 'json') return contents
    return { ...contents, form: 'jsonl', blank: source.trimEnd().split(/\r?\n/).length - filled.length }
  } catch {
    return bad('json', t.notJson(problem))
  }
}

function parsed(value: unknown, query: number): ParsedDocuments {
  const contents = readJson(value)
  if (typeof contents === 'string') return bad('json', contents, true)
  if (!isCollection(contents)) return complete(contents)
  const task = contents[Math.min(Math.max(query, 0), contents.length - 1)]!
  return complete({ ...task, form: 'tasks' }, contents.length > 1 ? contents : undefined)
}

function complete(contents: JsonContents, tasks?: readonly JsonContents[]): ParsedDocuments {
  if (contents.documents.length === 0) return bad(contents.form, t.emptyArray, true)
  return { ok: true, blank: 0, ...contents, ...(tasks && { tasks }) }
}
