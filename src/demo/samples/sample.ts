/** A sample in English; its name on the page is in the page's language. */
export type SampleName = 'password' | 'refund' | 'fever' | 'git' | 'noAnswer'

export interface Sample {
  /** Where the text is English, a key of `Strings.samples`; else the language's own name for itself. */
  name: string
  /** BCP 47 tag of the language, where it is not English. */
  lang?: string
  query: string
  /** By how often words of the query occur, as a plain keyword count would order them: the best one is not first. */
  documents: readonly string[]
  /** The document that answers the query; `undefined` where none does. */
  best?: number
}

/** BCP 47 tag of a sample's text; empty, which means "not known", for what a visitor wrote. */
export function languageOf(sample: Sample | undefined): string {
  return sample ? (sample.lang ?? 'en') : ''
}
