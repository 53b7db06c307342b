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
    themeAuto: 'Thème auto',
    themeLight: 'Thème clair',
    themeDark: 'Thème sombre',
    title: 'La meilleure réponse d’abord',
    lead: 'Une recherche par mots-clés ignore les réponses formulées autrement. webrerank, un reranker pour le navigateur, lit chaque résultat avec votre question et place la meilleure réponse en tête.',
    gainKey: 'Ni clé d’API ni serveur',
    gainPrivate: 'Votre texte reste sur cet appareil',
    gainOffline: 'Fonctionne hors ligne',
    question: 'Question',
    rerank: 'Reclasser',
    examples: 'Exemples',
    samplesInEnglish: 'En anglais :',
    otherLanguagesShort: 'Autres langues…',
    slow: 'Le calcul prend du temps sur cet appareil. Il serait plus rapide avec moins de documents, des documents plus courts ou un modèle plus petit.',
    cancel: 'Annuler',
    consentOffline: 'Vous êtes hors ligne : le téléchargement ne peut pas commencer maintenant.',
    allow: 'Autoriser le téléchargement',
    refuse: 'Pas maintenant',
    results: 'Résultats',
    view: 'Vue',
    board: 'Avant et après',
    list: 'Liste',
    sortedByKeywords: 'Triés par nombre de mots-clés communs.',
    stale: 'Ces résultats ne sont plus à jour. Cliquez sur Reclasser.',
    keywordOrder: 'Par mots-clés',
    notReranked: 'Pas encore reclassés',
    numbers: 'Nombres à côté des barres',
    bars: 'Barres',
    scores: 'Scores',
    logits: 'Logits',
    legend:
      'Les barres montrent la pertinence de 0 à 1. Sous le trait, un document ne répond sans doute pas à la question. Les flèches montrent de combien de places un document a bougé. Les mots soulignés figurent dans la question.',
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
    chunks: 'Parties lues par long document',
    overlap: 'Tokens communs à deux parties voisines',
    maxTokens: 'Nombre maximal de tokens par document',
    mirror: 'Miroir de Hugging Face',
    privacy:
      'Votre texte ne quitte jamais cet appareil. D’autres modèles ne sont téléchargés qu’avec votre accord.',
    behind: 'Les coulisses de ce classement',
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
    use: 'Utilisez-le sur votre site',
    useCode: 'Dans votre code',
    useCodeText:
      'Le même JSON qu’une API de reranking dans le cloud, calculé sur l’appareil de vos visiteurs.',
    useCodeLink: 'Démarrer en cinq minutes',
    useBox: 'Comme champ de recherche',
    useBoxText: 'Deux lignes de HTML : un site statique qui répond aux questions.',
    useBoxLink: 'Chercher dans un site statique',
    useServer: 'Comme serveur',
    useServerText: 'POST /v1/rerank sur votre propre machine, pour les clients de Cohere, Jina et Voyage.',
    useServerLink: 'Remplacer une API du cloud',
    thisDevice: 'Sur cet appareil',
    storedModels: 'Modèles téléchargés',
    keep: 'Garder les modèles même si l’espace manque',
    history: 'Historique',
    historyEmpty: 'L’historique est vide. Il n’est enregistré que dans ce navigateur.',
    historyClear: 'Effacer l’historique',
    notStarted:
      'Le script de cette page n’a pas démarré. Vérifiez la connexion et rechargez la page. Si cela ne suffit pas, votre navigateur est peut-être trop ancien : utilisez une version récente de Chrome, Edge, Firefox ou Safari.',
    footer: 'webrerank, licence MIT',
    notices: 'Licences tierces',
    pageNotices: 'Licences tierces de cette page',
    docs: 'Documentation',
    theme: 'Thème',
    language: 'Langue',
    ask: 'Poser une question',
    otherLanguages: 'Exemple dans une autre langue',
    comparison: 'Comparaison',
    all: 'tous',
  },

  samples: {
    password: 'Mot de passe',
    refund: 'Remboursement',
    fever: 'Fièvre',
    git: 'Git',
    noAnswer: 'Sans réponse',
  },

  enterQuery: 'Saisissez une question.',
  enterDocuments: 'Saisissez au moins un document.',
  notJson: (problem) => `Ce texte ressemble à du JSON, mais ne peut pas être lu : ${problem}`,
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
  unknown: 'inconnue',
  nonCommercial: (licence) => `${licence} (non commerciale)`,
  qualityUnknown: 'aucun benchmark publié',
  builtIn: 'Intégré',
  onThisDevice: 'Téléchargé',
  notDownloaded: 'Non téléchargé',
  sizeUnknown: 'taille inconnue',
  sizeUnknownYet: 'inconnue tant que Hugging Face n’a pas été contacté',
  about: (size) => `environ ${size}`,
  atLeast: (size) => `au moins ${size}`,
  betterTitle: (model) => `Meilleur classement : ${model}`,
  useModel: 'Reclasser avec ce modèle',
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
  runs: 'Exécution',
  runsHere: 'sur cet appareil ; votre texte n’est jamais envoyé',
  stored: 'Stockage',
  storedHere: 'Dans ce navigateur jusqu’à ce que vous le supprimiez. Fonctionne hors ligne.',
  consentAnnounced: 'Ce modèle n’est pas encore téléchargé. Choisissez de le télécharger ou non.',
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
  cancelled: { title: 'Annulé', advice: 'Cliquez sur Reclasser pour recommencer.' },
  damagedLink: {
    title: 'Ce lien est incomplet',
    advice: 'Il en manque une partie. Demandez-en un nouveau à l’expéditeur.',
  },

  results: 'Résultats',
  ranking: 'Classement',
  keywordOrder: 'Par mots-clés',
  originalOrder: 'Ordre d’origine',
  reranked: 'Reclassés',
  notReranked: 'Pas encore reclassés',
  inYourBrowser: 'reclassé dans le navigateur',
  sortedByKeywords: 'Triés par nombre de mots-clés communs.',
  pressRerank: 'Vos documents dans leur ordre d’origine. Cliquez sur Reclasser.',
  nothingToRank: 'Aucun document. Saisissez-en ci-dessous, ou essayez un exemple.',
  emptyDocument: 'Document vide',
  firstOfMany: (shown, all) =>
    `Les ${shown} premiers sur ${number(all)}. Les lignes en pointillés viennent de plus bas. La liste les montre tous.`,
  draft: 'Ordre du modèle intégré. Le modèle choisi travaille encore.',
  finalReady: 'Le classement final est prêt. Il s’affichera quand le pointeur quittera la liste.',
  wasFirst: 'La meilleure réponse était déjà en tête.',
  wasPlace: (place) => `La meilleure réponse était à la place ${number(place)}.`,
  byMeaning: 'Elle n’a aucun mot-clé en commun avec la question.',
  nothingAnswers: 'Rien ici ne répond à la question.',
  unreadLanguage: 'Ce modèle ne connaît pas cette langue : son classement est une supposition.',
  unreadAdvice: 'Choisissez un modèle multilingue.',
  belowFloor: (best, floor) =>
    `Le meilleur document obtient ${best} ; avec ce modèle, une réponse obtient en général ${floor} ou plus.`,
  qualityChange: (name, before, after) => `${name} ${before} → ${after}`,
  meanOver: (done, all) =>
    done < all ? `Moyenne sur ${done} des ${all} questions :` : `Moyenne sur ${count(all, 'question')} :`,
  summary: (documents, time, shown) =>
    shown === undefined
      ? `${count(documents, 'document')} en ${time}`
      : `Les ${number(shown)} meilleurs sur ${count(documents, 'document')} en ${time}`,
  cutCount: (documents) => count(documents, 'tronqué'),
  ranked: (documents, chip) => `${count(documents, 'document classé', 'documents classés')} sur ${chip}.`,
  gpu: 'le GPU',
  cpu: 'le CPU',
  ranOn: (chip, reason) => `Exécuté sur ${chip} : ${reason}.`,
  reasons: {
    'WASM was requested': 'WASM a été demandé',
    'this browser has no WebGPU': 'ce navigateur n’a pas WebGPU',
    'this browser offers no WebGPU device': 'ce navigateur n’offre aucun périphérique WebGPU',
    'the only WebGPU adapter is software, slower than WASM':
      'le seul adaptateur WebGPU est logiciel, plus lent que WASM',
  },
  fallback: (reason) => `Le GPU a échoué ; le CPU a pris le relais : ${reason}.`,
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
  noSharedWords: 'Aucun mot en commun avec la question : le modèle a jugé d’après le sens.',
  relatedWords: (word, asked) => `« ${word} » est apparenté à « ${asked} »`,
  sameWord: (word) => `« ${word} » est dans la question`,

  load: 'Chargement',
  alreadyLoaded: 'déjà chargé',
  tokenize: 'Tokenisation',
  scoreStep: 'Évaluation',
  tokens: 'Tokens',
  pairs: 'Paires',
  model: 'Modèle',
  cached: 'en cache',
  fromCache: (amount) => `${number(amount)} en cache`,
  requests: (amount) => count(amount, 'requête réseau', 'requêtes réseau'),
  sinceLoading: 'depuis le chargement',
  noRequests: '0 requête réseau de cette page ou de son worker depuis le chargement du modèle.',
  workersStarted: (workers) =>
    `${count(workers, 'worker supplémentaire partage', 'workers supplémentaires partagent')} le travail, avec un script de ce site.`,
  requestsAre: (amount, own) =>
    `${count(amount, 'requête réseau', 'requêtes réseau')} depuis le chargement du modèle${own ? ', toutes pour des fichiers de ce site' : ''} :`,
  worker: 'worker',
  inPage: 'page',
  loadedBefore: 'chargé lors d’un calcul précédent',
  getModel: 'Lire le modèle',
  prepareModel: 'Le préparer',
  forChip: (chip) => `pour le ${chip}`,
  checkModel: 'Le vérifier',
  checkNote: 'avec des scores connus',
  wait: 'Attente',
  waitNote: 'de la fin des requêtes précédentes',
  tokenCount: (tokens) => count(tokens, 'token'),
  resultCount: (results) => count(results, 'résultat'),
  sortAndShow: 'Trier et afficher',
  sortNote: 'messages entre threads compris',

  sameChoice: 'Choisissez un autre modèle ou un autre appareil pour comparer.',
  sameOrder: (one, other) => `${one} et ${other} classent les documents dans le même ordre.`,
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
  moreCharacters: (left) => `${count(left, 'autre caractère', 'autres caractères')}, inclus dans la copie.`,

  storageUsed: (used, quota) => `Ce site utilise ${used} sur environ ${quota}.`,
  storageUnknown: 'Ce navigateur n’indique pas l’espace utilisé.',
  noStoredModels: 'Aucun modèle téléchargé. Le modèle intégré est fourni avec la page.',
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
    'Ce modèle n’est pas encore téléchargé. Choisissez-en un qui l’est, ou réessayez une fois en ligne.',
  ],
  errors: {
    invalid_request: ['La requête n’est pas valide', 'Vérifiez la question et les documents.'],
    payload_too_large: [
      'C’est trop pour une seule requête',
      'Utilisez moins de documents, ou répartissez-les en plusieurs fois.',
    ],
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
    download_not_allowed: ['Ce modèle demande votre accord', 'Autorisez le téléchargement pour l’utiliser.'],
    download_failed: [
      'Le modèle n’a pas pu être chargé',
      'Vérifiez la connexion et réessayez. Le téléchargement reprend où il s’est arrêté.',
    ],
    integrity_failed: [
      'Les fichiers du modèle sont abîmés ou modifiés',
      'Ils n’ont pas été gardés. Cliquez sur Reclasser pour les télécharger à nouveau.',
    ],
    storage_full: ['Pas assez d’espace pour ce modèle', 'Libérez de l’espace et réessayez.'],
    unsupported_device: [
      'Cet appareil n’est pas disponible',
      'Ce navigateur n’offre pas de WebGPU. Choisissez CPU (WASM) ou Automatique.',
    ],
    out_of_memory: [
      'Pas assez de mémoire',
      'Fermez d’autres onglets, ou utilisez des documents moins nombreux et plus courts.',
    ],
    upstream_failed: ['Le serveur derrière cette page a échoué', 'Réessayez plus tard.'],
    device_lost: ['La connexion au GPU est perdue', 'Réessayez, ou choisissez CPU (WASM).'],
    canary_failed: [
      'Le modèle donne des scores faux sur cet appareil',
      'La vérification après le chargement a échoué, rien n’a donc été classé. Choisissez un autre appareil.',
    ],
    inference_failed: ['Le modèle a échoué', 'Réessayez, ou choisissez un autre appareil.'],
    worker_crashed: ['Le worker s’est arrêté', 'Réessayez. Un nouveau démarrera.'],
    worker_load_failed: [
      'Le worker n’a pas pu être chargé',
      'Rechargez la page. Si cela ne suffit pas, il manque un fichier au site.',
    ],
    queue_full: ['Trop de requêtes attendent', 'Attendez que certaines soient finies.'],
    timeout: ['Le calcul a pris trop de temps', 'Réessayez, ou utilisez moins de documents.'],
    disposed: ['Le reranker a été fermé', 'Cliquez sur Reclasser pour en démarrer un autre.'],
  },
}

function describeDocuments(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'Ce n’est pas encore du CSV valide.'
    return parsed.form === 'lines'
      ? 'Un document par ligne, JSON, JSON Lines, CSV, une requête d’API ou la réponse d’un moteur de recherche.'
      : 'Ce n’est pas encore du JSON valide.'
  }
  const { documents, blank, column, engine, tasks, relevance } = parsed
  const many = count(documents.length, 'document')
  const skipped = blank ? ` (${count(blank, 'ligne vide ignorée', 'lignes vides ignorées')})` : ''
  const graded = relevance ? ' avec jugements de pertinence' : ''
  switch (parsed.form) {
    case 'lines':
      return `${many}, un par ligne${skipped}.`
    case 'csv':
      return `${many} issus d’un CSV, colonne « ${column} ».`
    case 'jsonl':
      return `${many} de JSON Lines${skipped}.`
    case 'request':
      return `${many} d’une requête d’API.`
    case 'results':
      return `${many} de ${engine}.`
    case 'tasks':
      return tasks ? `${many}${graded}, pour une question sur ${number(tasks.length)}.` : `${many}${graded}.`
    case 'json':
      return `${many} de JSON.`
  }
}
