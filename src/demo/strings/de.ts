import type { ParsedDocuments } from '../input/types.js'
import { number } from '../ui/format.js'
import type { Strings } from './strings.js'

function count(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

function documents(value: number): string {
  return count(value, 'Dokument', 'Dokumente')
}

export const de: Strings = {
  page: {
    skip: 'Zu den Ergebnissen springen',
    offline: 'Sie sind offline. Heruntergeladene Modelle funktionieren weiter.',
    themeAuto: 'Farbschema: auto',
    themeLight: 'Farbschema: hell',
    themeDark: 'Farbschema: dunkel',
    title: 'Die beste Antwort zuerst',
    lead: 'Eine Stichwortsuche übersieht Antworten, die andere Wörter verwenden. webrerank, ein Reranker für den Browser, liest jedes Ergebnis zusammen mit Ihrer Frage und setzt die beste Antwort an die Spitze.',
    gainKey: 'Kein API-Schlüssel, kein Server',
    gainPrivate: 'Ihr Text bleibt auf diesem Gerät',
    gainOffline: 'Funktioniert offline',
    question: 'Frage',
    rerank: 'Neu ordnen',
    examples: 'Beispiele',
    samplesInEnglish: 'Auf Englisch:',
    otherLanguagesShort: 'Andere Sprachen …',
    slow: 'Auf diesem Gerät dauert das eine Weile. Mit weniger oder kürzeren Dokumenten oder einem kleineren Modell geht es schneller.',
    cancel: 'Abbrechen',
    consentOffline: 'Sie sind offline, deshalb kann der Download jetzt nicht beginnen.',
    allow: 'Download erlauben',
    refuse: 'Nicht jetzt',
    results: 'Ergebnisse',
    view: 'Ansicht',
    board: 'Vorher und nachher',
    list: 'Liste',
    sortedByKeywords: 'Nach übereinstimmenden Stichwörtern sortiert.',
    stale: 'Die Ergebnisse sind nicht mehr aktuell. Klicken Sie auf „Neu ordnen“.',
    keywordOrder: 'Stichwörter',
    notReranked: 'Noch nicht neu geordnet',
    numbers: 'Zahlen neben den Balken',
    bars: 'Balken',
    scores: 'Scores',
    logits: 'Logits',
    legend:
      'Balken zeigen die Relevanz von 0 bis 1. Unterhalb des Strichs beantwortet ein Dokument die Frage wohl nicht. Pfeile zeigen, um wie viele Plätze sich ein Dokument verschoben hat. Unterstrichene Wörter stehen in der Frage.',
    mark: 'Bester Satz',
    copyLink: 'Link kopieren',
    shareImage: 'Als Bild teilen',
    copyTable: 'Tabelle kopieren',
    saveJson: 'JSON speichern',
    saveCsv: 'CSV speichern',
    inputs: 'Eigene Dokumente ausprobieren',
    documents: 'Dokumente (eines pro Zeile)',
    questionOfFile: 'Frage aus der Datei',
    openFiles: 'Dateien öffnen',
    orDrop: 'oder hier ablegen',
    format: 'Format',
    detect: 'Automatisch erkennen',
    lines: 'Zeilen',
    model: 'Modell',
    sortBy: 'Sortieren nach',
    quality: 'Qualität',
    languageName: 'Sprache',
    size: 'Größe',
    modelId: 'Modell-ID (mit ONNX-Export)',
    device: 'Gerät',
    automatic: 'Automatisch',
    advanced: 'Erweitert',
    topN: 'Anzahl der Ergebnisse',
    fuse: 'Mit Stichwort-Scores kombinieren (BM25)',
    chunks: 'Gelesene Abschnitte je langem Dokument',
    overlap: 'Gemeinsame Tokens benachbarter Abschnitte',
    maxTokens: 'Maximale Tokens je Dokument',
    mirror: 'Mirror von Hugging Face',
    privacy:
      'Ihr Text verlässt dieses Gerät nie. Andere Modelle werden nur heruntergeladen, wenn Sie es erlauben.',
    behind: 'So entstand diese Rangfolge',
    timing: 'Laufzeiten',
    trace: 'Wo die einzelnen Schritte liefen',
    compare: 'Modelle vergleichen',
    compareWith: 'Vergleichen mit',
    compareThird: 'und mit',
    none: 'keinem',
    compareDevice: 'Auf',
    sameDevice: 'demselben Gerät',
    compareRun: 'Vergleichen',
    code: 'Code für diese Anfrage',
    codeLanguage: 'Programmiersprache',
    embed: 'Einbetten',
    copy: 'Kopieren',
    json: 'Antwort als JSON',
    use: 'Auf Ihrer Website einsetzen',
    useCode: 'Im eigenen Code',
    useCodeText:
      'Dasselbe JSON wie von einer Rerank-API in der Cloud, berechnet auf dem Gerät Ihrer Besucher.',
    useCodeLink: 'In fünf Minuten loslegen',
    useBox: 'Als Suchfeld',
    useBoxText: 'Zwei Zeilen HTML: eine statische Website, die Fragen beantwortet.',
    useBoxLink: 'Eine statische Website durchsuchen',
    useServer: 'Als Server',
    useServerText: 'POST /v1/rerank auf dem eigenen Rechner, für Clients von Cohere, Jina und Voyage.',
    useServerLink: 'Von einer Cloud-API wechseln',
    thisDevice: 'Auf diesem Gerät',
    storedModels: 'Heruntergeladene Modelle',
    keep: 'Modelle auch bei knappem Speicherplatz behalten',
    history: 'Verlauf',
    historyEmpty: 'Der Verlauf ist noch leer. Er wird nur in diesem Browser gespeichert.',
    historyClear: 'Verlauf löschen',
    notStarted:
      'Das Skript dieser Seite ist nicht gestartet. Prüfen Sie die Verbindung und laden Sie die Seite neu. Hilft das nicht, ist Ihr Browser möglicherweise zu alt: Verwenden Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.',
    footer: 'webrerank, MIT-Lizenz',
    notices: 'Lizenzen Dritter',
    pageNotices: 'Lizenzen Dritter auf dieser Seite',
    docs: 'Doku',
    theme: 'Farbschema',
    language: 'Sprache',
    ask: 'Frage stellen',
    otherLanguages: 'Beispiel in einer anderen Sprache',
    comparison: 'Vergleich',
    all: 'alle',
  },

  samples: {
    password: 'Passwort',
    refund: 'Rückerstattung',
    fever: 'Fieber',
    git: 'Git',
    noAnswer: 'Keine Antwort',
  },

  enterQuery: 'Geben Sie eine Frage ein.',
  enterDocuments: 'Geben Sie mindestens ein Dokument ein.',
  notJson: (problem) => `Das sieht nach JSON aus, lässt sich aber nicht lesen: ${problem}`,
  notAnArray:
    'Das ist ein einzelner JSON-Wert. Geben Sie ein Array von Dokumenten ein, etwa ["eins", "zwei"].',
  noDocumentsMember:
    'Dieses JSON-Objekt enthält keine Dokumente. Möglich sind ein Array, eine API-Anfrage mit "query" und "documents" oder die Antwort einer Suchmaschine.',
  emptyArray: 'Es sind keine Dokumente darin. Geben Sie mindestens eines ein.',
  notADocument: (item, kind) => `Element ${item} ist ${kind}. Nötig ist ein Text oder ein Objekt mit "text".`,
  kinds: {
    array: 'ein Array',
    object: 'ein Objekt ohne Text',
    number: 'eine Zahl',
    boolean: 'ein Wahrheitswert',
  },
  csvError: (row, problem) => `Zeile ${row} der CSV-Datei ist nicht lesbar: ${problem}.`,
  csvEmpty: 'Unter der Kopfzeile stehen keine Zeilen. Geben Sie mindestens eine ein.',
  csvShort: (row, cells, column) =>
    `Zeile ${row} der CSV-Datei hat ${count(cells, 'Zelle', 'Zellen')}, also keine Spalte „${column}“.`,
  filesTooLarge: (size, limit) => `Diese Dateien sind ${size} groß; die Grenze ist ${limit}.`,
  notUtf8: (name) => `${name} ist nicht lesbar: kein Text in UTF-8.`,
  describeDocuments,
  wholeNumber: (least, most) =>
    most
      ? `Geben Sie eine ganze Zahl von ${least} bis ${most} ein.`
      : `Geben Sie eine ganze Zahl von mindestens ${least} ein.`,

  otherModel: 'Ein anderes Modell von Hugging Face',
  otherModelShort: 'Anderes Modell',
  wrongMirror: 'Geben Sie die Adresse eines Mirrors ein, etwa https://hub.example.org.',
  wrongModelId: 'Geben Sie eine Modell-ID der Form owner/name ein.',
  multilingual: 'Mehrsprachig',
  licenceUnknown: 'Lizenz unbekannt',
  unknown: 'unbekannt',
  nonCommercial: (licence) => `${licence} (nicht kommerziell)`,
  qualityUnknown: 'kein veröffentlichter Benchmark',
  builtIn: 'Eingebaut',
  onThisDevice: 'Heruntergeladen',
  notDownloaded: 'Nicht heruntergeladen',
  sizeUnknown: 'Größe unbekannt',
  sizeUnknownYet: 'unbekannt, bis Hugging Face kontaktiert wird',
  about: (size) => `etwa ${size}`,
  atLeast: (size) => `mindestens ${size}`,
  betterTitle: (model) => `Bessere Rangfolge: ${model}`,
  useModel: 'Damit neu ordnen',
  downloadAndRerank: (size) => `Herunterladen (${size}) und neu ordnen`,
  downloadTime: (time, speed) => `etwa ${time} bei ${speed}/s`,
  publishedQuality: (figure, baseline, mark) => `nDCG@10 ${figure} auf ${mark}; ${baseline} ohne Reranker`,
  downloadTitle: (model) => `${model} herunterladen?`,
  size: 'Größe',
  time: 'Dauer',
  source: 'Quelle',
  licence: 'Lizenz',
  languages: 'Sprachen',
  quality: 'Qualität',
  runs: 'Läuft',
  runsHere: 'auf diesem Gerät; Ihr Text wird nie gesendet',
  stored: 'Gespeichert',
  storedHere: 'In diesem Browser, bis Sie es löschen. Funktioniert auch offline.',
  consentAnnounced: 'Dieses Modell ist noch nicht heruntergeladen. Entscheiden Sie über den Download.',
  nothingDownloaded: {
    title: 'Es wurde nichts heruntergeladen',
    advice: 'Das eingebaute Modell braucht keinen Download. Wählen Sie es unter „Modell“.',
  },

  starting: 'Wird gestartet',
  loadingModel: (loaded, total) =>
    total ? `Modell wird geladen: ${loaded} von ${total}` : `Modell wird geladen: ${loaded}`,
  preparingModel: 'Modell wird vorbereitet',
  checkingModel: (done, all) => `Modell wird geprüft: ${number(done)} von ${number(all)}`,
  scoring: (done, all) => `Bewertung: ${number(done)} von ${documents(all)}`,
  perSecond: (amount) => `${amount}/s`,
  timeLeft: (time) => `noch etwa ${time}`,
  cancelled: { title: 'Abgebrochen', advice: 'Klicken Sie auf „Neu ordnen“, um von vorn zu beginnen.' },
  damagedLink: {
    title: 'Dieser Link ist unvollständig',
    advice: 'Ein Teil des Links fehlt. Bitten Sie den Absender um einen neuen.',
  },

  results: 'Ergebnisse',
  ranking: 'Rangfolge',
  keywordOrder: 'Stichwörter',
  originalOrder: 'Ursprüngliche Reihenfolge',
  reranked: 'Neu geordnet',
  notReranked: 'Noch nicht neu geordnet',
  inYourBrowser: 'im Browser neu geordnet',
  sortedByKeywords: 'Nach übereinstimmenden Stichwörtern sortiert.',
  pressRerank: 'Ihre Dokumente in der ursprünglichen Reihenfolge. Klicken Sie auf „Neu ordnen“.',
  nothingToRank: 'Noch keine Dokumente. Geben Sie unten welche ein, oder wählen Sie ein Beispiel.',
  emptyDocument: 'Leeres Dokument',
  firstOfMany: (shown, all) =>
    `Die ersten ${shown} von ${number(all)}. Gestrichelte Linien kommen von weiter unten. Die Liste zeigt alle.`,
  draft: 'Reihenfolge des eingebauten Modells. Das gewählte Modell rechnet noch.',
  finalReady: 'Die endgültige Rangfolge ist fertig. Sie erscheint, sobald der Mauszeiger die Liste verlässt.',
  wasFirst: 'Die beste Antwort stand schon oben.',
  wasPlace: (place) => `Die beste Antwort war Nummer ${number(place)}.`,
  byMeaning: 'Sie hat kein Stichwort mit der Frage gemeinsam.',
  nothingAnswers: 'Hier steht keine Antwort auf diese Frage.',
  unreadLanguage: 'Dieses Modell kennt diese Sprache nicht; seine Reihenfolge ist geraten.',
  unreadAdvice: 'Wählen Sie ein mehrsprachiges Modell.',
  belowFloor: (best, floor) =>
    `Das beste Dokument hat den Score ${best}; Antworten haben bei diesem Modell meist mindestens ${floor}.`,
  qualityChange: (name, before, after) => `${name} ${before} → ${after}`,
  meanOver: (done, all) =>
    done < all ? `Mittel über ${done} von ${all} Fragen:` : `Mittel über ${count(all, 'Frage', 'Fragen')}:`,
  summary: (all, time, shown) =>
    shown === undefined
      ? `${documents(all)} in ${time}`
      : `Die besten ${number(shown)} von ${documents(all)} in ${time}`,
  cutCount: (amount) => `${number(amount)} gekürzt`,
  ranked: (all, chip) => `${documents(all)} auf ${chip} geordnet.`,
  gpu: 'der GPU',
  cpu: 'der CPU',
  ranOn: (chip, reason) => `Lief auf ${chip}: ${reason}.`,
  reasons: {
    'WASM was requested': 'WASM wurde gewählt',
    'this browser has no WebGPU': 'dieser Browser hat kein WebGPU',
    'this browser offers no WebGPU device': 'dieser Browser bietet kein WebGPU-Gerät',
    'the only WebGPU adapter is software, slower than WASM':
      'der einzige WebGPU-Adapter ist eine Software und langsamer als WASM',
  },
  fallback: (reason) => `Die GPU ist ausgefallen, deshalb hat die CPU übernommen: ${reason}.`,
  showAll: (all) => `Alle ${number(all)} anzeigen`,
  allShown: (all) => `Alle ${number(all)} Dokumente werden angezeigt.`,
  score: 'Score',
  logit: 'Logit',
  cut: 'Gekürzt: Das Modell hat nur den Anfang gelesen.',
  showWhole: 'Ganzen Text anzeigen',
  showLess: 'Weniger anzeigen',
  moved: (up) =>
    up === 0
      ? 'Gleicher Platz'
      : up > 0
        ? `${count(up, 'Platz', 'Plätze')} nach oben`
        : `${count(-up, 'Platz', 'Plätze')} nach unten`,
  was: (place) => `vorher ${number(place)}`,
  why: 'Warum?',
  noSharedWords: 'Kein Wort kommt auch in der Frage vor: Das Modell hat nach der Bedeutung geurteilt.',
  relatedWords: (word, asked) => `„${word}“ ist verwandt mit „${asked}“`,
  sameWord: (word) => `„${word}“ steht in der Frage`,

  load: 'Laden',
  alreadyLoaded: 'schon geladen',
  tokenize: 'Tokenisieren',
  scoreStep: 'Bewerten',
  tokens: 'Tokens',
  pairs: 'Paare',
  model: 'Modell',
  cached: 'aus dem Cache',
  fromCache: (amount) => `${number(amount)} aus dem Cache`,
  requests: (amount) => count(amount, 'Netzwerkanfrage', 'Netzwerkanfragen'),
  sinceLoading: 'seit dem Laden',
  noRequests: '0 Netzwerkanfragen dieser Seite oder ihres Workers, seit das Modell geladen ist.',
  workersStarted: (workers) =>
    `${count(workers, 'weiterer Worker teilt', 'weitere Worker teilen')} sich die Arbeit, aus einem Skript dieser Website.`,
  requestsAre: (amount, own) =>
    `${count(amount, 'Netzwerkanfrage', 'Netzwerkanfragen')}, seit das Modell geladen ist${own ? ', alle für Dateien dieser Website' : ''}:`,
  worker: 'Worker',
  inPage: 'Seite',
  loadedBefore: 'von einem früheren Lauf geladen',
  getModel: 'Modell lesen',
  prepareModel: 'Vorbereiten',
  forChip: (chip) => `für die ${chip}`,
  checkModel: 'Prüfen',
  checkNote: 'anhand bekannter Scores',
  wait: 'Warten',
  waitNote: 'auf frühere Anfragen',
  tokenCount: (tokens) => count(tokens, 'Token', 'Tokens'),
  resultCount: (results) => count(results, 'Ergebnis', 'Ergebnisse'),
  sortAndShow: 'Sortieren und anzeigen',
  sortNote: 'samt Nachrichten zwischen den Threads',

  sameChoice: 'Wählen Sie ein anderes Modell oder Gerät für den Vergleich.',
  sameOrder: (one, other) => `${one} und ${other} ordnen die Dokumente gleich.`,
  agree: (one, other, percent) => `${one} und ${other} stimmen bei ${percent} % der Paare überein.`,
  faster: (name, times) => `${name} war ${times}-mal so schnell.`,
  slower: (name, times) => `${name} brauchte ${times}-mal so lange.`,
  sameSpeed: (one, other) => `${one} und ${other} brauchten etwa gleich lange.`,

  copied: 'Kopiert',
  copyRefused: 'Kopieren ist blockiert',
  inAddressBar: 'Der Link steht in der Adresszeile',
  copiedLong: 'Kopiert (langer Link)',
  tooMuchForLink: 'Zu viel für einen Link',
  saved: 'Gespeichert',
  shared: 'Geteilt',
  notShared: 'Nicht geteilt',
  moreCharacters: (left) => `${number(left)} weitere Zeichen. „Kopieren“ nimmt sie mit.`,

  storageUsed: (used, quota) => `Diese Website belegt ${used} von etwa ${quota}.`,
  storageUnknown: 'Dieser Browser gibt den belegten Speicher nicht an.',
  noStoredModels: 'Keine heruntergeladenen Modelle. Das eingebaute Modell gehört zur Seite.',
  deleteModel: 'Löschen',
  deleted: (model) => `${model} wurde gelöscht.`,
  notDeleted: (model) => `${model} konnte nicht gelöscht werden.`,
  unfinished: (size) => `${size}, unvollständig: Der nächste Download macht hier weiter`,
  storageKept: 'Der Browser behält sie',
  storageNotKept: 'Der Browser kann sie weiterhin löschen',
  historyCleared: 'Verlauf gelöscht.',

  unknownError: ['Etwas ist schiefgegangen', 'Versuchen Sie es noch einmal, oder laden Sie die Seite neu.'],
  partMissing: [
    'Ein Teil dieser Seite wurde nicht geladen',
    'Prüfen Sie die Verbindung und laden Sie die Seite neu. Vielleicht wurde sie aktualisiert.',
  ],
  offlineError: [
    'Sie sind offline',
    'Dieses Modell ist noch nicht heruntergeladen. Wählen Sie ein heruntergeladenes, oder versuchen Sie es, wenn Sie wieder online sind.',
  ],
  errors: {
    invalid_request: ['Die Anfrage ist ungültig', 'Prüfen Sie die Frage und die Dokumente.'],
    payload_too_large: ['Zu viel für eine Anfrage', 'Nehmen Sie weniger Dokumente, oder teilen Sie sie auf.'],
    unsupported_media_type: [
      'Die Anfrage war kein JSON',
      'Das ist ein Fehler der Seite. Bitte melden Sie ihn.',
    ],
    model_not_found: ['Dieses Modell gibt es nicht', 'Wählen Sie eines aus der Liste.'],
    not_found: ['Diesen Pfad gibt es nicht', 'Das ist ein Fehler der Seite. Bitte melden Sie ihn.'],
    method_not_allowed: ['Die Anfrage war kein POST', 'Das ist ein Fehler der Seite. Bitte melden Sie ihn.'],
    download_not_allowed: [
      'Dieses Modell braucht Ihre Zustimmung',
      'Erlauben Sie den Download, um es zu benutzen.',
    ],
    download_failed: [
      'Das Modell konnte nicht geladen werden',
      'Prüfen Sie die Verbindung und versuchen Sie es noch einmal. Der Download wird dort fortgesetzt, wo er abgebrochen ist.',
    ],
    integrity_failed: [
      'Die Dateien des Modells sind beschädigt oder verändert',
      'Sie wurden nicht behalten. Klicken Sie auf „Neu ordnen“, um sie noch einmal herunterzuladen.',
    ],
    storage_full: [
      'Zu wenig Speicherplatz für dieses Modell',
      'Schaffen Sie Platz, und versuchen Sie es noch einmal.',
    ],
    unsupported_device: [
      'Dieses Gerät ist nicht verfügbar',
      'Dieser Browser bietet kein WebGPU-Gerät. Wählen Sie CPU (WASM) oder „Automatisch“.',
    ],
    out_of_memory: [
      'Zu wenig Arbeitsspeicher',
      'Schließen Sie andere Tabs, oder nehmen Sie weniger und kürzere Dokumente.',
    ],
    upstream_failed: [
      'Der Server hinter dieser Seite hat einen Fehler gemeldet',
      'Versuchen Sie es später noch einmal.',
    ],
    device_lost: [
      'Die Verbindung zur GPU ist abgebrochen',
      'Versuchen Sie es noch einmal, oder wählen Sie CPU (WASM).',
    ],
    canary_failed: [
      'Das Modell rechnet auf diesem Gerät falsch',
      'Es hat die Prüfung nach dem Laden nicht bestanden, deshalb wurde nichts geordnet. Wählen Sie ein anderes Gerät.',
    ],
    inference_failed: [
      'Das Modell hat einen Fehler gemeldet',
      'Versuchen Sie es noch einmal, oder wählen Sie ein anderes Gerät.',
    ],
    worker_crashed: ['Der Worker ist abgestürzt', 'Versuchen Sie es noch einmal. Ein neuer wird gestartet.'],
    worker_load_failed: [
      'Der Worker lässt sich nicht laden',
      'Laden Sie die Seite neu. Hilft das nicht, fehlt auf der Website eine Datei.',
    ],
    queue_full: ['Es warten zu viele Anfragen', 'Warten Sie, bis einige fertig sind.'],
    timeout: ['Es hat zu lange gedauert', 'Versuchen Sie es noch einmal, oder nehmen Sie weniger Dokumente.'],
    disposed: ['Der Reranker wurde geschlossen', '„Neu ordnen“ startet einen neuen.'],
  },
}

function describeDocuments(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'Noch kein gültiges CSV.'
    return parsed.form === 'lines'
      ? 'Ein Dokument pro Zeile, JSON, JSON Lines, CSV, eine API-Anfrage oder die Antwort einer Suchmaschine.'
      : 'Noch kein gültiges JSON.'
  }
  const { blank, column, engine, tasks, relevance } = parsed
  const many = documents(parsed.documents.length)
  const skipped = blank ? ` (${count(blank, 'leere Zeile', 'leere Zeilen')} übersprungen)` : ''
  const graded = relevance ? ' mit Relevanzurteilen' : ''
  switch (parsed.form) {
    case 'lines':
      return `${many}, eines pro Zeile${skipped}.`
    case 'csv':
      return `${many} aus CSV, Spalte „${column}“.`
    case 'jsonl':
      return `${many} aus JSON Lines${skipped}.`
    case 'request':
      return `${many} aus einer API-Anfrage.`
    case 'results':
      return `${many} von ${engine}.`
    case 'tasks':
      return tasks
        ? `${many}${graded}, für eine von ${count(tasks.length, 'Frage', 'Fragen')}.`
        : `${many}${graded}.`
    case 'json':
      return `${many} aus JSON.`
  }
}
