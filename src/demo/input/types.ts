/** What a request takes as a document. */
export type DocumentInput = string | { readonly text: string }

/** `results` is the response of a search engine, `tasks` has relevance grades. */
export type DocumentForm = 'lines' | 'json' | 'jsonl' | 'csv' | 'request' | 'results' | 'tasks'

/** How the documents field is to be read; `auto` goes by its look. */
export type ReadAs = 'auto' | 'lines' | 'json' | 'csv'

/** Options that a pasted request has beside its query and documents. */
export interface RequestOptions {
  top_n?: number
  fuse?: boolean
  max_chunks_per_doc?: number
  overlap_tokens?: number
  max_tokens_per_doc?: number
}

/** What a source says of itself. */
export interface JsonContents {
  documents: DocumentInput[]
  form: DocumentForm
  /** The search engine whose response it is. */
  engine?: string
  /** The query that came with the documents. */
  query?: string
  options?: RequestOptions
  /** Grades of the documents, where they came with them: 0 is not relevant. */
  relevance?: number[]
  /** All positive grades of the query, also of documents that are not among these. */
  judged?: number[]
}

export interface Parsed extends JsonContents {
  ok: true
  /** Blank lines or rows that were left out. */
  blank: number
  /** The column of CSV that has the text. */
  column?: string
  /** All tasks of a file with several queries, of which this is one. */
  tasks?: readonly JsonContents[]
}

export interface Unread {
  ok: false
  form: DocumentForm
  problem: string
  /** Whether the text is whole, so that more of it would not help. */
  whole: boolean
}

export type ParsedDocuments = Parsed | Unread

export function bad(form: DocumentForm, problem: string, whole = false): ParsedDocuments {
  return { ok: false, form, problem, whole }
}

/** The text of a document. */
export function textOf(document: DocumentInput): string {
  return typeof document === 'string' ? document : document.text
}
