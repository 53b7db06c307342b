import type { Strings } from './strings.js'

export const en: Strings = {
  label: 'Search',
  placeholder: 'Search this site',
  results: '{n} results',
  oneResult: '1 result',
  noResults: 'No results',
  failed: 'The search failed. Press Enter to try again',
  betterReady: 'A better order is ready',
  show: 'Show it',
  consent: 'A better order needs a model ({size})',
  download: 'Download',
  loading: 'Loading the model',
  sorting: 'Sorting by meaning…',
  better: 'Best answers first',
  lexicalOnly: 'Sorted by words only',
}
