import type { Strings } from './strings.js'

export const de: Strings = {
  label: 'Suche',
  placeholder: 'Diese Website durchsuchen',
  results: '{n} Ergebnisse',
  oneResult: '1 Ergebnis',
  noResults: 'Keine Ergebnisse',
  failed: 'Die Suche ist fehlgeschlagen',
  betterReady: 'Eine bessere Reihenfolge ist bereit',
  show: 'Anzeigen',
  consent: 'Eine bessere Reihenfolge braucht ein Modell ({size})',
  download: 'Herunterladen',
  loading: 'Das Modell wird geladen',
  better: 'Die Ergebnisse stehen in besserer Reihenfolge',
  lexicalOnly: 'Die bessere Reihenfolge ist nicht verfügbar',
}
