/** Members that hold a record's text, best first. */
const TEXT = [
  'text',
  'content',
  'body',
  'passage',
  'pageContent',
  'page_content',
  'description',
  'answer',
  'abstract',
  'excerpt',
  'plain_excerpt',
  'contents',
  'summary',
]

/** Members that hold a record's title. */
const TITLE = ['title', 'name', 'heading', 'headline', 'question']

type Record_ = Record<string, unknown>

/** The documents of a search engine's response, and what was searched for, where the response says so. */
export interface SearchResponse {
  engine: string
  texts: string[]
  query?: string
}

/**
 * Reads the response of Elasticsearch, OpenSearch, Typesense, Meilisearch, Algolia or Pagefind.
 * @returns `undefined` where it is of none
 */
export function readSearchResponse(value: Record_): SearchResponse | undefined {
  const { hits, results } = value
  if (isRecord(hits) && Array.isArray(hits.hits)) return response('Elasticsearch', hits.hits, '_source')
  if (Array.isArray(hits)) return readHits(value, hits)
  if (!Array.isArray(results)) return undefined
  const [first] = results
  // Several queries at once: the first one that has hits.
  if (isRecord(first) && ('hits' in first || 'document' in first)) return readSearchResponse(first)
  return isPagefind(first) ? response('Pagefind', results) : undefined
}

function readHits(value: Record_, hits: unknown[]): SearchResponse {
  const parameters = isRecord(value.request_params) ? value.request_params : {}
  if ('request_params' in value || hits.some((hit) => isRecord(hit) && isRecord(hit.document)))
    return response('Typesense', hits, 'document', parameters.q)
  const engine = 'processingTimeMs' in value ? 'Meilisearch' : 'Algolia'
  return response('processingTimeMS' in value ? 'Algolia' : engine, hits, undefined, value.query)
}

/** Whether a record is of Pagefind: a fragment that was loaded, with its metadata. */
export function isPagefind(value: unknown): boolean {
  return isRecord(value) && isRecord(value.meta) && ('excerpt' in value || 'content' in value)
}

function response(engine: string, hits: unknown[], member?: string, query?: unknown): SearchResponse {
  const texts = hits.flatMap((hit) => textOfRecord(member && isRecord(hit) ? hit[member] : hit) ?? [])
  return { engine, texts, ...(typeof query === 'string' && query && { query }) }
}

/**
 * What a record says: its title and its text, or else its longest text.
 * @returns `undefined` where it has no text at all
 */
export function textOfRecord(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return undefined
  const record = isRecord(value.meta) ? { ...value.meta, ...value } : value
  const title = TITLE.map((name) => record[name]).find(isText)
  const text = TEXT.map((name) => record[name]).find(isText) ?? longest(record, title)
  const parts = [title, text].filter(isText).map(withoutTags)
  return parts.length === 0 ? undefined : parts.join(parts[0] && /[.!?]$/.test(parts[0]) ? ' ' : '. ')
}

/** The longest text that has a space in it: ids and addresses have none. */
function longest(record: Record_, title: string | undefined): string | undefined {
  const texts = Object.entries(record).flatMap(([name, value]) =>
    isText(value) && value !== title && !name.startsWith('_') && /\s/.test(value.trim()) ? [value] : [],
  )
  return texts.sort((a, b) => b.length - a.length)[0]
}

/** Engines mark what they found by tags. */
function withoutTags(text: string): string {
  return text.replace(/<\/?(?:em|mark|b|strong|ais-highlight-\w+)>/gi, '').trim()
}

export function isRecord(value: unknown): value is Record_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
