import type { DeviceChoice } from '../ranking/ranker.js'

/** What was asked: enough to ask it again. */
export interface Asked {
  query: string
  /** The documents field as it was. */
  documents: string
  topN: string
  model: string
  device: DeviceChoice
}

export interface HistoryEntry extends Asked {
  /** Milliseconds since 1970. */
  at: number
  /** The beginning of the document that came first. */
  best: string
}

const KEY = 'webrerank.history'
const MOST = 20

/** Characters of documents that an entry may have: all entries together fit what a browser grants. */
const LONGEST = 50_000

/** Earlier runs, the newest first; none where the browser keeps nothing. */
export function readHistory(): HistoryEntry[] {
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(entries) ? entries.filter(isEntry) : []
  } catch {
    return []
  }
}

/** Keeps a run on this device; the same question takes its older place. */
export function remember(entry: HistoryEntry): void {
  if (entry.documents.length > LONGEST) return
  const others = readHistory().filter(
    ({ query, documents, model }) =>
      query !== entry.query || documents !== entry.documents || model !== entry.model,
  )
  try {
    localStorage.setItem(KEY, JSON.stringify([entry, ...others].slice(0, MOST)))
  } catch {
    // No room, or storage is off: a history is a convenience, and ranking goes on without it.
  }
}

export function clearHistory(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Then there was none.
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  const entry = value as Partial<HistoryEntry> | null
  return (
    typeof entry?.query === 'string' &&
    typeof entry.documents === 'string' &&
    typeof entry.topN === 'string' &&
    typeof entry.model === 'string' &&
    ['auto', 'webgpu', 'wasm'].includes(String(entry.device)) &&
    typeof entry.at === 'number' &&
    typeof entry.best === 'string'
  )
}
