import type { Strings } from './strings.js'

export const de: Strings = {
  results: '{n} Ergebnisse',
  oneResult: '1 Ergebnis',
  noResults: 'Keine Ergebnisse',
  failed: 'Die Suche ist fehlgeschlagen. Mit der Eingabetaste noch einmal versuchen',
  betterReady: 'Bessere Ergebnisse liegen bereit',
  show: 'Anzeigen',
  download: 'Herunterladen',
  loading: 'Das Modell wird geladen',
  sorting: 'Wird sortiert …',
  better: 'Auf Ihrem Gerät sortiert',
  lexicalOnly: 'Nur Stichworttreffer',
  consent: 'Besser sortieren: Modell mit {size} von {source} herunterladen? Lizenz: {license}',
  notLoaded: 'Das Modell konnte nicht geladen werden',
  retry: 'Noch einmal versuchen',
  nothing: 'Hier steht keine Antwort auf diese Frage',
  withWords: 'Stichworttreffer:',
  recent: 'Letzte Suchen',
  forget: 'Verlauf löschen',
  ranked: 'Zu dieser Sortierung',
  rankedBy:
    '{model} auf der {device}, in {time} ms. Weder Ihre Frage noch die Texte haben dieses Gerät verlassen.',
  rankedElsewhere: 'Sortiert von {origin}',
  keys: '↑ ↓ auswählen · Eingabe öffnen · Strg Eingabe neuer Tab · Esc schließen',
}
