import type { ParsedDocuments } from '../input/types.js'
import { number } from '../ui/format.js'
import type { Strings } from './strings.js'

function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value < 2 ? one : many}`
}

export const fr: Strings = {
  page: {
    skip: 'Aller aux résultats',
    offline: 'Vous êtes hors ligne. Les modèles téléchargés fonctionnent toujours.',
    themeAuto: 'Auto',
    themeLight: 'Clair',
    themeDark: 'Sombre',
    title: 'La meilleure réponse d’abord',
    lead: 'Une recherche trouve des candidats par mots-clés. Un reranker lit chacun avec votre question et place la meilleure réponse en tête. Celui-ci tourne dans votre navigateur.',
    question: 'Question',
    rerank: 'Reclasser',
    examples: 'Exemples',
    otherLanguagesShort: 'Autres langues…',
    slow: 'C’est long sur cet appareil. Des documents moins nombreux ou plus courts, ou un modèle plus petit, seraient plus rapides.',
    cancel: 'Annuler',
    consentOffline: 'Vous êtes hors ligne : le téléchargement ne peut pas commencer.',
    allow: 'Autoriser le téléchargement',
    refuse: 'Pas maintenant',
    results: 'Résultats',
    view: 'Vue',
    board: 'Avant et après',
    list: 'Liste',
    sortedByKeywords: 'Triés par mots-clés communs.',
    stale: 'Ces résultats ne sont plus à jour. Appuyez sur Reclasser.',
    keywordOrder: 'Mots-clés',
    reranked: 'Reclassés',
    numbers: 'Nombres à côté des barres',
    bars: 'Barres',
    scores: 'Scores',
    logits: 'Logits',
    legend:
      'Les barres montrent la pertinence de 0 à 1. Sous le trait, un document ne répond sans doute pas à la question. Les flèches montrent le déplacement d’un document.',
    mark: 'Meilleure phrase',
    copyLink: 'Copier le lien',
    shareImage: 'Partager en image',
    copyTable: 'Copier le tableau',
    saveJson: 'Enregistrer en JSON',
    saveCsv: 'Enregistrer en CSV',
    inputs: 'Essayez vos propres documents',
    documents: 'Documents (un par ligne)',
    questionOfFile: 'Question du fichier',
    openFiles: 'Ouvrir des fichiers',
    orDrop: 'ou déposez-les ici',
    format: 'Format',
    detect: 'Détection automatique',
    lines: 'Lignes',
    model: 'Modèle',
    sortBy: 'Trier par',
    quality: 'Qualité',
    languageName: 'Langue',
    size: 'Taille',
    modelId: 'Identifiant du modèle (avec un export ONNX)',
    device: 'Appareil',
    automatic: 'Automatique',
    advanced: 'Options avancées',
    topN: 'Nombre de résultats',
    fuse: 'Combiner avec les scores par mots-clés (BM25)',
    chunks: 'Parties lues d’un long document',
    overlap: 'Tokens communs à deux parties',
    maxTokens: 'Tokens par document au plus',
    mirror: 'Miroir de Hugging Face',
    privacy:
      'Votre texte ne quitte jamais cet appareil. D’autres modèles ne sont téléchargés qu’avec votre accord.',
    behind: 'Derrière ce classement',
    timing: 'Durées',
    trace: 'Où chaque étape s’est déroulée',
    compare: 'Comparer des modèles',
    compareWith: 'Comparer avec',
    compareThird: 'et avec',
    none: 'aucun',
    compareDevice: 'Sur',
    sameDevice: 'le même appareil',
    compareRun: 'Comparer',
    code: 'Code de cette requête',
    codeLanguage: 'Langage de programmation',
    embed: 'Intégrer',
    copy: 'Copier',
    json: 'Réponse JSON',
    thisDevice: 'Sur cet appareil',
    storedModels: 'Modèles téléchargés',
    keep: 'Garder les modèles si l’espace manque',
    history: 'Historique',
    historyEmpty: 'Aucun historique. Il n’est enregistré que dans ce navigateur.',
    historyClear: 'Effacer l’historique',
    notStarted:
      'Le script de cette page n’a pas démarré. Vérifiez la connexion et rechargez la page. Sinon, votre navigateur est peut-être trop ancien.',
    footer: 'webrerank, licence MIT',
    notices: 'Licences tierces',
    pageNotices: 'Licences tierces de cette page',
    docs: 'Documentation',
    theme: 'Thème',
    language: 'Langue',
    ask: 'Demander',
    otherLanguages: 'Exemple dans une autre langue',
    comparison: 'Comparaison',
    all: 'tous',
  },

  enterQuery: 'Saisissez une question.',
  enterDocuments: 'Saisissez au moins un document.',
  notJson: (problem) => `Cela ressemble à du JSON, mais n’est pas lisible : ${problem}`,
  notAnArray: 'C’est une seule valeur JSON. Saisissez un tableau de documents, par exemple ["un", "deux"].',
  noDocumentsMember:
    'Cet objet JSON ne contient pas de documents. Saisissez un tableau, une requête d’API avec "query" et "documents", ou la réponse d’un moteur de recherche.',
  emptyArray: 'Il ne contient aucun document. Saisissez-en au moins un.',
  notADocument: (item, kind) => `L’élément ${item} est ${kind}. Il faut un texte, ou un objet avec "text".`,
  kinds: {
    array: 'un tableau',
    object: 'un objet sans texte',
    number: 'un nombre',
    boolean: 'un booléen',
  },
  csvError: (row, problem) => `La ligne ${row} du CSV est illisible : ${problem}.`,
  csvEmpty: 'Le CSV n’a aucune ligne sous son en-tête. Saisissez-en au moins une.',
  csvShort: (row, cells, column) =>
    `La ligne ${row} du CSV a ${count(cells, 'cellule')} : il lui manque « ${column} ».`,
  filesTooLarge: (size, limit) => `Ces fichiers font ${size} ; la limite est de ${limit}.`,
  notUtf8: (name) => `${name} est illisible : ce n’est pas du texte en UTF-8.`,
  describeDocuments,
  wholeNumber: (least, most) =>
    most
      ? `Saisissez un nombre entier de ${least} à ${most}.`
      : `Saisissez un nombre entier d’au moins ${least}.`,

  otherModel: 'Un autre modèle de Hugging Face',
  otherModelShort: 'Autre modèle',
  wrongMirror: 'Saisissez l’adresse d’un miroir, par exemple https://hub.example.org.',
  wrongModelId: 'Saisissez un identifiant de la forme owner/name.',
  multilingual: 'Multilingue',
  licenceUnknown: 'licence inconnue',
  nonCommercial: (licence) => `${licence} (non commerciale)`,
  qualityUnknown: 'aucun benchmark publié',
  builtIn: 'Intégré',
  onThisDevice: 'Téléchargé',
  notDownloaded: 'Non téléchargé',
  sizeUnknown: 'taille inconnue',
  sizeUnknownYet: 'inconnue tant que Hugging Face n’est pas contacté',
  about: (size) => `environ ${size}`,
  atLeast: (size) => `au moins ${size}`,
  betterTitle: (model) => `Un meilleur classement : ${model}`,
  useModel: 'Reclasser avec lui',
  downloadAndRerank: (size) => `Télécharger (${size}) et reclasser`,
  downloadTime: (time, speed) => `environ ${time} à ${speed}/s`,
  publishedQuality: (figure, baseline, mark) => `nDCG@10 ${figure} sur ${mark} ; ${baseline} sans reranker`,
  downloadTitle: (model) => `Télécharger ${model} ?`,
  size: 'Taille',
  time: 'Durée',
  source: 'Source',
  licence: 'Licence',
  languages: 'Langues',
  quality: 'Qualité',
  runs: 'Calcul',
  runsHere: 'sur cet appareil ; votre texte n’est jamais envoyé',
  stored: 'Stockage',
  storedHere: 'Dans ce navigateur jusqu’à ce que vous le supprimiez. Fonctionne hors ligne.',
  consentAnnounced: 'Ce modèle n’est pas encore téléchargé. Décidez de le télécharger ou non.',
  nothingDownloaded: {
    title: 'Rien n’a été téléchargé',
    advice: 'Le modèle intégré n’a besoin d’aucun téléchargement. Choisissez-le sous Modèle.',
  },

  starting: 'Démarrage',
  loadingModel: (loaded, total) =>
    total ? `Chargement du modèle : ${loaded} sur ${total}` : `Chargement du modèle : ${loaded}`,
  preparingModel: 'Préparation du modèle',
  checkingModel: (done, all) => `Vérification du modèle : ${number(done)} sur ${number(all)}`,
  scoring: (done, all) => `Évaluation : ${number(done)} sur ${count(all, 'document')}`,
  perSecond: (amount) => `${amount}/s`,
  timeLeft: (time) => `encore ${time} environ`,
  cancelled: { title: 'Annulé', advice: 'Appuyez sur Reclasser pour recommencer.' },
  damagedLink: {
    title: 'Ce lien est incomplet',
    advice: 'Il en manque une partie. Demandez-en un nouveau.',
  },

  results: 'Résultats',
  ranking: 'Classement',
  keywordOrder: 'Mots-clés',
  originalOrder: 'Ordre d’origine',
  reranked: 'Reclassés',
  inYourBrowser: 'reclassé dans le navigateur',
  sortedByKeywords: 'Triés par mots-clés communs.',
  pressRerank: 'Vos documents dans leur ordre d’origine. Appuyez sur Reclasser.',
  nothingToRank: 'Aucun document. Saisissez-en ci-dessous, ou essayez un exemple.',
  emptyDocument: 'Document vide',
  firstOfMany: (shown, all) =>
    `Les ${shown} premiers sur ${number(all)}. Les lignes en pointillés viennent de plus bas. La liste les montre tous.`,
  wasFirst: 'La meilleure réponse était déjà en tête.',
  wasPlace: (place) => `La meilleure réponse était numéro ${number(place)}.`,
  byMeaning: 'Elle n’a aucun mot-clé en commun avec la question.',
  nothingAnswers: 'Rien ici ne répond à la question.',
  belowFloor: (best, floor) =>
    `Le meilleur document obtient ${best} ; avec ce modèle, une réponse obtient d’ordinaire ${floor} ou plus.`,
  qualityChange: (name, before, after) => `${name} ${before} → ${after}`,
  summary: (documents, time, shown) =>
    shown === undefined
      ? `${count(documents, 'document')} en ${time}`
      : `Les ${number(shown)} meilleurs sur ${count(documents, 'document')} en ${time}`,
  cutCount: (documents) => count(documents, 'tronqué'),
  ranked: (documents, chip) => `${count(documents, 'document classé', 'documents classés')} sur ${chip}.`,
  gpu: 'le GPU',
  cpu: 'le CPU',
  ranOn: (chip, reason) => `Exécuté sur ${chip} : ${reason}.`,
  fallback: (reason) => `Le GPU a échoué, le CPU a pris le relais : ${reason}.`,
  showAll: (all) => `Tout afficher (${number(all)})`,
  allShown: (all) => `Les ${number(all)} documents sont affichés.`,
  score: 'Score',
  logit: 'Logit',
  cut: 'Tronqué : le modèle n’a lu que le début.',
  showWhole: 'Afficher tout le texte',
  showLess: 'Afficher moins',
  moved: (up) =>
    up === 0
      ? 'Même place'
      : up > 0
        ? `${count(up, 'place')} vers le haut`
        : `${count(-up, 'place')} vers le bas`,
  was: (place) => `était ${number(place)}`,
  why: 'Pourquoi ?',
  noSharedWords: 'Aucun mot en commun avec la question : le modèle a jugé le sens.',
  relatedWords: (word, asked) => `« ${word} » est proche de « ${asked} »`,
  sameWord: (word) => `« ${word} » est dans la question`,

  load: 'Chargement',
  alreadyLoaded: 'déjà chargé',
  tokenize: 'Découpage',
  scoreStep: 'Évaluation',
  tokens: 'Tokens',
  pairs: 'Paires',
  model: 'Modèle',
  cached: 'du cache',
  fromCache: (amount) => `${number(amount)} du cache`,
  requests: (amount) => count(amount, 'requête réseau', 'requêtes réseau'),
  sinceLoading: 'depuis le chargement',
  noRequests: '0 requête réseau de cette page ou de son worker depuis le chargement du modèle.',
  workersStarted: (workers) =>
    `${count(workers, 'worker de plus', 'workers de plus')} pour partager le travail, avec un script de ce site.`,
  requestsAre: (amount, own) =>
    `${count(amount, 'requête réseau', 'requêtes réseau')} depuis le chargement du modèle${own ? ', toutes pour des fichiers de ce site' : ''} :`,
  worker: 'worker',
  inPage: 'page',
  loadedBefore: 'chargé plus tôt',
  getModel: 'Lire le modèle',
  prepareModel: 'Le préparer',
  forChip: (chip) => `pour le ${chip}`,
  checkModel: 'Le vérifier',
  checkNote: 'avec des scores connus',
  wait: 'Attente',
  waitNote: 'des requêtes précédentes',
  tokenCount: (tokens) => count(tokens, 'token'),
  resultCount: (results) => count(results, 'résultat'),
  sortAndShow: 'Trier et afficher',
  sortNote: 'avec les messages entre threads',

  sameChoice: 'Choisissez un autre modèle ou un autre appareil.',
  sameOrder: (one, other) => `${one} et ${other} donnent le même ordre.`,
  agree: (one, other, percent) => `${one} et ${other} s’accordent sur ${percent} % des paires.`,
  faster: (name, times) => `${name} a été ${times} fois plus rapide.`,
  slower: (name, times) => `${name} a été ${times} fois plus lent.`,
  sameSpeed: (one, other) => `${one} et ${other} ont mis à peu près le même temps.`,

  copied: 'Copié',
  copyRefused: 'La copie est bloquée',
  inAddressBar: 'Le lien est dans la barre d’adresse',
  copiedLong: 'Copié (lien long)',
  tooMuchForLink: 'Trop long pour un lien',
  saved: 'Enregistré',
  shared: 'Partagé',
  notShared: 'Non partagé',
  moreCharacters: (left) => `${count(left, 'autre caractère', 'autres caractères')}. Copier les inclut.`,

  storageUsed: (used, quota) => `Ce site utilise ${used} sur environ ${quota}.`,
  storageUnknown: 'Ce navigateur n’indique pas l’espace utilisé.',
  noStoredModels: 'Aucun modèle téléchargé. Le modèle intégré vient avec la page.',
  deleteModel: 'Supprimer',
  deleted: (model) => `${model} est supprimé.`,
  notDeleted: (model) => `${model} n’a pas pu être supprimé.`,
  unfinished: (size) => `${size}, incomplet : le prochain téléchargement reprend ici`,
  storageKept: 'Le navigateur les gardera',
  storageNotKept: 'Le navigateur peut encore les supprimer',
  historyCleared: 'Historique effacé.',

  unknownError: ['Une erreur s’est produite', 'Réessayez, ou rechargez la page.'],
  partMissing: [
    'Une partie de cette page n’a pas été chargée',
    'Vérifiez la connexion et rechargez la page. Elle a peut-être été mise à jour.',
  ],
  offlineError: [
    'Vous êtes hors ligne',
    'Ce modèle n’est pas encore téléchargé. Choisissez-en un autre, ou réessayez une fois en ligne.',
  ],
  errors: {
    invalid_request: ['La requête n’est pas valide', 'Vérifiez la question et les documents.'],
    payload_too_large: ['C’est trop pour une requête', 'Utilisez moins de documents, ou répartissez-les.'],
    unsupported_media_type: [
      'La requête n’était pas en JSON',
      'C’est une erreur de la page. Merci de la signaler.',
    ],
    model_not_found: ['Ce modèle n’existe pas', 'Choisissez un modèle de la liste.'],
    not_found: ['Ce chemin n’existe pas', 'C’est une erreur de la page. Merci de la signaler.'],
    method_not_allowed: [
      'La requête n’était pas un POST',
      'C’est une erreur de la page. Merci de la signaler.',
    ],
    download_not_allowed: ['Ce modèle demande votre accord', 'Autorisez le téléchargement.'],
    download_failed: [
      'Le modèle n’a pas pu être chargé',
      'Vérifiez la connexion et réessayez. Le téléchargement reprend où il s’est arrêté.',
    ],
    integrity_failed: [
      'Les fichiers du modèle ne sont pas les bons',
      'Ils sont abîmés ou modifiés et n’ont pas été gardés. Reclasser les télécharge à nouveau.',
    ],
    storage_full: ['Pas assez d’espace pour ce modèle', 'Libérez de l’espace et réessayez.'],
    unsupported_device: [
      'Cet appareil n’est pas disponible',
      'Ce navigateur n’offre pas de WebGPU. Choisissez CPU (WASM) ou Automatique.',
    ],
    out_of_memory: ['Pas assez de mémoire', 'Fermez d’autres onglets, ou utilisez moins de documents.'],
    upstream_failed: ['Le serveur derrière cette page a échoué', 'Réessayez plus tard.'],
    device_lost: ['La connexion au GPU est perdue', 'Réessayez, ou choisissez CPU (WASM).'],
    canary_failed: [
      'Le modèle calcule mal sur cet appareil',
      'Il a échoué à sa vérification. Choisissez un autre appareil.',
    ],
    inference_failed: ['Le modèle a échoué', 'Réessayez, ou choisissez un autre appareil.'],
    worker_crashed: ['Le worker s’est arrêté', 'Réessayez. Un nouveau démarrera.'],
    worker_load_failed: [
      'Le worker n’a pas pu être chargé',
      'Rechargez la page. Si cela ne suffit pas, il manque un fichier au site.',
    ],
    queue_full: ['Trop de requêtes attendent', 'Attendez que certaines soient finies.'],
    timeout: ['C’était trop long', 'Réessayez, ou utilisez moins de documents.'],
    disposed: ['Le reranker a été fermé', 'Appuyez sur Reclasser pour en démarrer un autre.'],
  },
}

function describeDocuments(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'Ce n’est pas encore du CSV valide.'
    return parsed.form === 'lines'
      ? 'Un document par ligne, JSON, JSON Lines, CSV, une requête d’API ou la réponse d’un moteur de recherche.'
      : 'Ce n’est pas encore du JSON valide.'
  }
  const { documents, blank, column, engine, queries, relevance } = parsed
  const many = count(documents.length, 'document')
  const skipped = blank ? ` (${count(blank, 'ligne vide ignorée', 'lignes vides ignorées')})` : ''
  const graded = relevance ? ' avec jugements de pertinence' : ''
  switch (parsed.form) {
    case 'lines':
      return `${many}, un par ligne${skipped}.`
    case 'csv':
      return `${many} d’un CSV, colonne « ${column} ».`
    case 'jsonl':
      return `${many} de JSON Lines${skipped}.`
    case 'request':
      return `${many} d’une requête d’API.`
    case 'results':
      return `${many} de ${engine}.`
    case 'tasks':
      return queries
        ? `${many}${graded}, pour une question sur ${number(queries.length)}.`
        : `${many}${graded}.`
    case 'json':
      return `${many} de JSON.`
  }
}
