import type { Strings } from './strings.js'

export const en: Strings = {
  label: 'Search',
  placeholder: 'Search this site',
  results: '{n} results',
  oneResult: '1 result',
  noResults: 'No results',
  failed: 'Search failed',
  betterReady: 'A better order is ready',
  show: 'Show it',
  consent: 'A better order needs a model ({size})',
  download: 'Download',
  loading: 'Loading the model',
  better: 'Results are in a better order',
  lexicalOnly: 'The better order is not available',
}
