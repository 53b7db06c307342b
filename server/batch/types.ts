/** A line of the input. */
export interface Line {
  /** From 1. */
  number: number
  text: string
}

/** A line that cannot be used, and why. */
export interface BadLine {
  number: number
  problem: string
}

/** What one line asks for: a query with one document, or with several. */
export interface Entry {
  line: number
  /** The line's own `id`, written out again. */
  id: unknown
  query: string
  documents: readonly string[]
  /** Whether the line is a pair. */
  single: boolean
  /** Names for TREC. */
  queryId: string
  documentIds: readonly string[]
}

/** Consecutive lines that are one request. */
export interface Job {
  query: string
  entries: Entry[]
  /** The last line that it, and bad ones before it, take. */
  lastLine: number
  /** Lines that were left out up to that one, in this run. */
  skipped: number
}

/** A score and the place of its document in the job. */
export interface Scored {
  index: number
  score: number
}

export type Format = 'jsonl' | 'trec'
