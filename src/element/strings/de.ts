import type { Strings } from './strings.js'

export const de: Strings = {
  label: 'Suche',
  placeholder: 'Diese Website durchsuchen',
  results: '{n} Ergebnisse',
  oneResult: '1 Ergebnis',
  noResults: 'Keine Ergebnisse',
  failed: 'Die Suche ist fehlgeschlagen. Mit der Eingabetaste noch einmal versuchen',
  betterReady: 'Eine bessere Reihenfolge ist bereit',
  show: 'Anzeigen',
  consent: 'Eine bessere Reihenfolge braucht ein Modell ({size})',
  download: 'Herunterladen',
  loading: 'Das Modell wird geladen',
  sorting: 'Wird nach Sinn sortiert…',
  better: 'Die besten Antworten zuerst',
  lexicalOnly: 'Nur nach Wörtern sortiert',
}
