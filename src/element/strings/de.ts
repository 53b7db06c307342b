import type { Strings } from './strings.js'

export const de: Strings = {
  results: '{n} Ergebnisse',
  oneResult: '1 Ergebnis',
  noResults: 'Keine Ergebnisse',
  failed: 'Die Suche ist fehlgeschlagen. Mit der Eingabetaste noch einmal versuchen',
  betterReady: 'Eine bessere Reihenfolge ist bereit',
  show: 'Anzeigen',
  download: 'Herunterladen',
  loading: 'Das Modell wird geladen',
  sorting: 'Wird nach Sinn sortiert…',
  better: 'Die besten Antworten zuerst',
  lexicalOnly: 'Nur nach Wörtern sortiert',
  consent: 'Eine bessere Reihenfolge braucht ein Modell: {size} von {source}, Lizenz {license}',
  notLoaded: 'Das Modell konnte nicht geladen werden',
  retry: 'Noch einmal versuchen',
  nothing: 'Nichts hier beantwortet das',
  withWords: 'Seiten mit Wörtern daraus:',
  recent: 'Letzte Suchen',
  forget: 'Vergessen',
  ranked: 'Auf diesem Gerät sortiert',
  rankedBy:
    '{model} auf der {device}, in {time} ms. Weder Ihre Frage noch die Texte haben dieses Gerät verlassen.',
  rankedElsewhere: 'Sortiert von {origin}',
  keys: '↑ ↓ wählen · Enter öffnet · Strg Enter in neuem Tab · Esc schließt',
}
