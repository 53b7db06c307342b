/**
 * What the search box says once it is used. `{n}` is a number, `{size}` the megabytes of a download, `{time}` milliseconds;
 * other names in braces stand for themselves.
 */
export interface Strings {
  results: string
  oneResult: string
  noResults: string
  failed: string
  betterReady: string
  show: string
  consent: string
  download: string
  loading: string
  sorting: string
  better: string
  lexicalOnly: string
  notLoaded: string
  retry: string
  nothing: string
  withWords: string
  recent: string
  forget: string
  ranked: string
  rankedBy: string
  rankedElsewhere: string
  keys: string
}
