/** What the search box says. `{n}` is a number, `{size}` the megabytes of a download. */
export interface Strings {
  label: string
  placeholder: string
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
}
