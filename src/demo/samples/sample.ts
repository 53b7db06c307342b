import Papa from 'papaparse'

export interface Sample {
  name: string
  /** BCP 47 tag of the language, where it is not English. */
  lang?: string
  query: string
  /** By how often words of the query occur, as a plain keyword count would order them: the best one is not first. */
  documents: readonly string[]
  /** The document that answers the query. */
  best: number
  /** How the field shows them. */
  form: 'lines' | 'json' | 'csv'
}

/** The text of the documents field for a sample. */
export function sampleText({ documents, form }: Sample): string {
  if (form === 'lines') return documents.join('\n')
  if (form === 'csv') return Papa.unparse([['id', 'text'], ...documents.map((text, i) => [i + 1, text])])
  return JSON.stringify(
    documents.map((text) => ({ text })),
    null,
    2,
  )
}
