import { t } from '../strings/index.js'
import { isPagefind, isRecord, readSearchResponse, textOfRecord } from './records.js'
import type { DocumentInput, JsonContents, RequestOptions } from './types.js'

/** Members that hold the documents of a request, by API. */
const DOCUMENTS = ['documents', 'texts', 'passages', 'contexts', 'candidates']

/** Members that hold a document's grade. */
const GRADES = ['relevance', 'grade', 'label', 'rel', 'relevant', 'qrel']

const OPTIONS = ['max_chunks_per_doc', 'overlap_tokens', 'max_tokens_per_doc'] as const

/**
 * What a JSON value holds: documents, one request, the response of a search engine; or several queries, each with its
 * documents and their grades.
 * @returns a text that says what is wrong, where it holds none
 */
export function readJson(value: unknown): JsonContents | JsonContents[] | string {
  if (Array.isArray(value)) {
    const tasks = value.map(readTask)
    if (tasks.length > 0 && tasks.every((task) => task !== undefined)) return tasks
    return readItems(value)
  }
  if (!isRecord(value)) return t.notAnArray
  const task = readTask(value)
  if (task) return task.relevance ? [task] : { ...task, form: 'request' }
  const response = readSearchResponse(value)
  if (response) {
    const { engine, texts, query } = response
    return { documents: texts, form: 'results', engine, ...(query !== undefined && { query }) }
  }
  const name = DOCUMENTS.find((member) => Array.isArray(value[member]))
  return name ? readItems(value[name] as unknown[]) : t.noDocumentsMember
}

/** Whether a value is several queries. */
export function isCollection(contents: JsonContents | JsonContents[]): contents is JsonContents[] {
  return Array.isArray(contents)
}

/** A request, or a query of an evaluation: with grades, or with passages that answer and passages that do not. */
function readTask(value: unknown): JsonContents | undefined {
  if (!isRecord(value) || typeof value.query !== 'string') return undefined
  if (Array.isArray(value.positive) && Array.isArray(value.negative)) {
    const [positive, negative] = [value.positive, value.negative]
    const contents = readItems([...negative, ...positive])
    if (typeof contents === 'string') return undefined
    const relevance = [...negative.map(() => 0), ...positive.map(() => 1)]
    return { ...contents, form: 'tasks', query: value.query, relevance }
  }
  const name = DOCUMENTS.find((member) => Array.isArray(value[member]))
  if (!name) return undefined
  const contents = readItems(value[name] as unknown[])
  if (typeof contents === 'string') return undefined
  const relevance = grades(value.relevance, contents.documents.length) ?? contents.relevance
  const judged = Array.isArray(value.judged) ? value.judged.map(Number) : undefined
  return {
    ...contents,
    form: 'tasks',
    query: value.query,
    options: readOptions(value),
    ...(relevance && { relevance }),
    ...(judged && { judged }),
  }
}

function readItems(items: unknown[]): JsonContents | string {
  const documents: DocumentInput[] = []
  for (const [index, item] of items.entries()) {
    const document = readItem(item)
    if (document === undefined) return t.notADocument(index + 1, kind(item))
    documents.push(document)
  }
  const found = items.map((item) => (isRecord(item) ? gradeOf(item) : undefined))
  const relevance = found.some((grade) => grade !== undefined) ? found.map((grade) => grade ?? 0) : undefined
  const form = relevance ? 'tasks' : 'json'
  if (items.length > 0 && items.every(isPagefind)) return { documents, form: 'results', engine: 'Pagefind' }
  return { documents, form, ...(relevance && { relevance }) }
}

/** An object with a text of its own goes on as it is; another one by what it says. */
function readItem(item: unknown): DocumentInput | undefined {
  if (isRecord(item) && typeof item.text === 'string' && typeof item.title !== 'string') {
    return item as { text: string }
  }
  return textOfRecord(item)
}

function gradeOf(item: Record<string, unknown>): number | undefined {
  const value = GRADES.map((name) => item[name]).find(
    (grade) => typeof grade === 'number' || typeof grade === 'boolean',
  )
  return value === undefined ? undefined : Math.max(0, Number(value))
}

function grades(value: unknown, length: number): number[] | undefined {
  if (!Array.isArray(value) || value.length !== length) return undefined
  const numbers = value.map(Number)
  return numbers.every(Number.isFinite) ? numbers.map((grade) => Math.max(0, grade)) : undefined
}

function readOptions(value: Record<string, unknown>): RequestOptions {
  const options: RequestOptions = {}
  const whole = (name: string) => (Number.isSafeInteger(value[name]) ? (value[name] as number) : undefined)
  const top = whole('top_n') ?? whole('top_k') ?? whole('topN')
  if (top !== undefined && top > 0) options.top_n = top
  if (value.fuse) options.fuse = true
  for (const name of OPTIONS) {
    const number = whole(name)
    if (number !== undefined) options[name] = number
  }
  return options
}

function kind(value: unknown): string {
  if (value === null) return 'null'
  const type = Array.isArray(value) ? 'array' : typeof value
  return t.kinds[type as keyof typeof t.kinds]
}
