/** What the page and its worker tell each other. The texts of files stay on the worker's side but for what is shown. */

/** Where in its file a passage is, beyond its heading: pages, rows and lines are counted from 1. */
export type Place =
  | { kind: 'page'; number: number }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'lines'; first: number; last: number }
  | { kind: 'path'; path: string }

export interface Passage {
  /** Of the passage in the store. */
  id: number
  fileId: number
  /** Of the file, as it was dropped: `notes/2024/boots.md`. */
  path: string
  /** What the file calls itself. May be empty. */
  title: string
  /** Position among the passages of its file, from 0. */
  ordinal: number
  /** Headings above it, outermost first, joined by ` › `. May be empty. */
  heading: string
  place: Place | null
  text: string
}

/** A passage of an answer. */
export interface Found extends Passage {
  /** By the index, higher is better; null for a passage that was not found by its words. */
  score: number | null
}

/** A word to look for beside the question's own. */
export interface SoughtWord {
  /** In lower case. */
  word: string
  /** Other forms of it. */
  forms: readonly string[]
  /** How much it counts: 1 for a word of the question, less for one that an answer may use in its place. */
  weight: number
}

/** A file with its path in what was dropped. */
export interface Item {
  path: string
  file: File
  /** Its folder is not known: another file may have the same name. It is told from that one by its content. */
  loose?: boolean
  /** The folder that can be read again as a whole, of which it is a part. */
  source?: string
  /** Why it cannot be read, where that is known already. */
  problem?: string
}

/** A file that is kept. */
export interface KeptFile {
  id: number
  path: string
  /** What it is, for a person: `E-mail`. */
  type: string
  size: number
  passages: number
  /** What could not be read of it, for a person. May be empty. */
  note: string
}

/** What a search looks into; all where a part is empty. */
export interface Filter {
  type: string
  /** A folder with all that is in it, without a slash at its end. */
  folder: string
}

/** What makes vectors: those of another model cannot be compared. */
export interface VectorModel {
  version: number
}

/** Passages of a file that have no vector yet, from the `first` on. */
export interface Unvectored {
  fileId: number
  first: number
  texts: string[]
}

/** How to search, beside the question. */
export interface SearchOptions extends Partial<Filter> {
  /** The question as a vector: passages that are alike in meaning stand among those with its words, without a score. */
  vector?: Int8Array | undefined
  words?: readonly SoughtWord[]
  /**
   * Where what is searched has no more passages than this, and one of them has a word of the question or a related one, all
   * are given: those without come last. Default: 0.
   */
  everything?: number
}

export interface Collection {
  files: number
  passages: number
  /** UTF-16 code units of all texts. */
  characters: number
}

export interface OpenedCollection extends Collection {
  /** False where the browser keeps no files for this page: then they last as long as its tab. */
  kept: boolean
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
  /** Of these, files that took the place of an older one of their path. */
  replaced: number
  /** Files that were known already and had not changed. */
  unchanged: number
  /** Files that are gone from their folder, and were removed. */
  removed: number
  /** Files that were not reached. */
  left: number
  problems: Problem[]
  /** Files that were added, and what of each was not read. */
  partial: Problem[]
  /** Files that have the name of another one, and the path that they are kept by. */
  renamed: Problem[]
  collection: Collection
}

export interface LibraryWorker {
  /**
   * Opens what is stored. `elsewhere`: another tab has it, and `force` takes it over.
   * @param onTaken told when another tab took it over
   */
  open(force: boolean, onTaken: () => void): Promise<OpenedCollection | 'elsewhere'>
  /** Hands over files of the next `index()`. Called in parts, so that no message is large. */
  stage(items: Item[]): void
  /**
   * Reads and stores what was staged.
   * @param complete folders of which all files were staged: others that are kept from there are gone, and are removed
   */
  index(onProgress: (progress: Progress) => void, complete: string[]): Promise<Summary>
  /** Ends `index()` after the file that it reads. What was stored stays. */
  cancel(): void
  /** The passages that hold words of the query or related ones, the best first (BM25). */
  search(query: string, limit: number, options: SearchOptions): Promise<Found[]>
  /** Passages `first` to `last` of a file, and how many it has. */
  read(fileId: number, first: number, last: number): Promise<{ passages: Passage[]; total: number }>
  /** Passages that have no vector yet; `undefined` where all have one, and while files are read. */
  unvectored(model: VectorModel): Promise<Unvectored | undefined>
  /** Keeps vectors of these passages. */
  keepVectors(passages: Unvectored, data: Int8Array): Promise<void>
  /** All files, by path. */
  files(): Promise<KeptFile[]>
  /** Removes one file with its passages. */
  remove(fileId: number): Promise<Collection>
  /** Deletes index and texts. */
  deleteAll(): Promise<void>
}
