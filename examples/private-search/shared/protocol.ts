/** What the page and its worker tell each other. The texts of files stay on the worker's side but for what is shown. */

/** Where in its file a passage is, beyond its heading: pages and rows are counted from 1. */
export type Place =
  | { kind: 'page'; number: number }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'path'; path: string }

export interface Passage {
  /** Of the passage in the store. */
  id: number
  fileId: number
  /** Of the file, as it was dropped: `notes/2024/boots.md`. */
  path: string
  /** Position among the passages of its file, from 0. */
  ordinal: number
  /** Headings above it, outermost first, joined by ` › `. May be empty. */
  heading: string
  place: Place | null
  text: string
}

/** A file with its path in what was dropped. */
export interface Item {
  path: string
  file: File
}

export interface Collection {
  files: number
  passages: number
  /** UTF-16 code units of all texts. */
  characters: number
}

/** A file that was left out, and why, for a person. */
export interface Problem {
  path: string
  reason: string
}

export interface Progress {
  /** Files done of all, and their bytes. */
  done: number
  total: number
  bytes: number
  totalBytes: number
  /** The file being read. */
  path: string
}

export interface Summary {
  outcome: 'done' | 'cancelled' | 'storage-full'
  indexed: number
  /** Files that were known already and had not changed. */
  unchanged: number
  /** Files that were not reached. */
  left: number
  problems: Problem[]
  collection: Collection
}

export interface LibraryWorker {
  /**
   * Opens what is stored. `elsewhere`: another tab has it, and `force` takes it over.
   * @param onTaken told when another tab took it over
   */
  open(force: boolean, onTaken: () => void): Promise<Collection | 'elsewhere'>
  /** Hands over files of the next `index()`. Called in parts, so that no message is large. */
  stage(items: Item[]): void
  /** Reads and stores what was staged. */
  index(onProgress: (progress: Progress) => void): Promise<Summary>
  /** Ends `index()` after the file that it reads. What was stored stays. */
  cancel(): void
  /** The passages that hold words of the query, the best first (BM25). */
  search(query: string, limit: number): Promise<Passage[]>
  /** Passages `first` to `last` of a file, and how many it has. */
  read(fileId: number, first: number, last: number): Promise<{ passages: Passage[]; total: number }>
  /** Deletes index and texts. */
  deleteAll(): Promise<void>
}
