/** What a reader learns of a file beside its text. */
export interface Facts {
  /** What the file calls itself: `<title>`, the subject of a letter. May be empty. */
  title: string
  /** What could not be read, for a person. The rest of the file is kept. */
  notes: string[]
}

export function createFacts(): Facts {
  return { title: '', notes: [] }
}
