import { isRecord } from './records.js'

/** A text file by its name. */
export interface TextFile {
  name: string
  text: string
}

/** Queries that are taken of a collection: more would make a text field of megabytes. */
const MOST_QUERIES = 50

/** Candidates of a query where no run says which. */
const MOST_CANDIDATES = 50

type Grades = Map<string, number>

/**
 * Files as BEIR and TREC have them (a corpus and queries as JSON Lines, relevance judgements, maybe a run of a first
 * search), as one JSON object a query.
 * @returns `undefined` where they are no such files
 */
export function readCollection(files: readonly TextFile[]): string | undefined {
  const parts = files.map(({ text }) => readPart(text))
  const qrels = parts.find((part) => part.kind === 'qrels')
  const run = parts.find((part) => part.kind === 'run')
  const texts = parts.flatMap((part) => (part.kind === 'texts' ? [part.texts] : []))
  const queryIds = qrels?.kind === 'qrels' ? qrels.grades : undefined
  if (!queryIds) return undefined
  const queries = texts.find((each) => Array.from(queryIds.keys()).some((id) => each.has(id)))
  const corpus = texts.find((each) => each !== queries)
  if (!queries || !corpus) return undefined
  const lines: string[] = []
  for (const [id, grades] of queryIds) {
    const query = queries.get(id)
    if (query === undefined || lines.length === MOST_QUERIES) continue
    const found = run?.kind === 'run' ? run.documents.get(id) : undefined
    const documents = (found ?? candidates(query, corpus, grades)).filter((document) => corpus.has(document))
    if (documents.length === 0) continue
    const relevance = documents.map((document) => grades.get(document) ?? 0)
    const judged = Array.from(grades.values()).filter((grade) => grade > 0)
    const passages = documents.map((document) => corpus.get(document)!)
    lines.push(JSON.stringify({ query, documents: passages, relevance, judged }))
  }
  return lines.length > 0 ? lines.join('\n') : undefined
}

type Part =
  | { kind: 'texts'; texts: Map<string, string> }
  | { kind: 'qrels'; grades: Map<string, Grades> }
  | { kind: 'run'; documents: Map<string, string[]> }
  | { kind: 'other' }

function readPart(text: string): Part {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines[0]?.trimStart().startsWith('{')) return readTexts(lines)
  const rows = lines.map((line) => line.trim().split(/\s+/))
  if (rows.length > 0 && rows.every((row) => row.length === 6)) return readRun(rows)
  // BEIR's have a header and three columns, TREC's four and none.
  const judged = Number.isFinite(Number(rows[0]?.at(-1))) ? rows : rows.slice(1)
  if (judged.length > 0 && judged.every((row) => [3, 4].includes(row.length) && isWhole(row.at(-1))))
    return readQrels(judged)
  return { kind: 'other' }
}

function readTexts(lines: readonly string[]): Part {
  const texts = new Map<string, string>()
  for (const line of lines) {
    const record: unknown = parse(line)
    if (!isRecord(record)) return { kind: 'other' }
    const id = record._id ?? record.id ?? record.docid
    if (id === undefined || typeof record.text !== 'string') return { kind: 'other' }
    const title = typeof record.title === 'string' && record.title ? `${record.title}. ` : ''
    texts.set(String(id), title + record.text)
  }
  return { kind: 'texts', texts }
}

function readQrels(rows: readonly string[][]): Part {
  const grades = new Map<string, Grades>()
  for (const row of rows) {
    const [query, document, grade] = [row[0]!, row.at(-2)!, Number(row.at(-1))]
    const of = grades.get(query) ?? new Map<string, number>()
    grades.set(query, of.set(document, Math.max(0, grade)))
  }
  return { kind: 'qrels', grades }
}

function readRun(rows: readonly string[][]): Part {
  const documents = new Map<string, string[]>()
  const ranked = rows.toSorted((a, b) => Number(a[3]) - Number(b[3]))
  for (const [query, , document] of ranked)
    documents.set(query!, [...(documents.get(query!) ?? []), document!])
  return { kind: 'run', documents }
}

/** The judged documents and those with the most words of the query, in the order of a keyword count. */
function candidates(query: string, corpus: ReadonlyMap<string, string>, grades: Grades): string[] {
  const wanted = new Set(wordsOf(query))
  const counts = Array.from(corpus, ([id, text]) => ({
    id,
    count: wordsOf(text).filter((word) => wanted.has(word)).length,
  }))
  const judged = new Set(grades.keys())
  return counts
    .sort((a, b) => b.count - a.count)
    .filter(({ id }, position) => judged.has(id) || position < MOST_CANDIDATES - judged.size)
    .map(({ id }) => id)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function isWhole(text: string | undefined): boolean {
  return /^-?\d+$/.test(text ?? '')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
