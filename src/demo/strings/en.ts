import type { ParsedDocuments } from '../input/types.js'
import { number } from '../ui/format.js'
import type { Strings } from './strings.js'

function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

export const en: Strings = {
  // index.html is in English.
  page: {},

  samples: {
    password: 'Password',
    refund: 'Refund',
    fever: 'Fever',
    git: 'Git',
    noAnswer: 'No answer',
  },

  // The question and the documents
  enterQuery: 'Enter a question.',
  enterDocuments: 'Enter at least one document.',
  notJson: (problem) => `This looks like JSON but can’t be parsed: ${problem}`,
  notAnArray: 'This is a single JSON value. Enter an array of documents, such as ["one", "two"].',
  noDocumentsMember:
    'This JSON object has no documents. Enter an array, an API request with "query" and "documents", or the response of a search engine.',
  emptyArray: 'There are no documents in it. Enter at least one.',
  notADocument: (item, kind) => `Item ${item} is ${kind}. Enter a string, or an object with "text".`,
  kinds: {
    array: 'an array',
    object: 'an object without text',
    number: 'a number',
    boolean: 'true or false',
  },
  csvError: (row, problem) => `Row ${row} of the CSV can’t be read: ${problem}.`,
  csvEmpty: 'The CSV has no rows below its header. Enter at least one.',
  csvShort: (row, cells, column) =>
    `Row ${row} of the CSV has ${count(cells, 'cell')}, so it has no “${column}”.`,
  filesTooLarge: (size, limit) => `These files are ${size}; the limit is ${limit}.`,
  notUtf8: (name) => `${name} can’t be read: it is not UTF-8 text.`,
  describeDocuments,
  wholeNumber: (least, most) =>
    most ? `Enter a whole number from ${least} to ${most}.` : `Enter a whole number of at least ${least}.`,

  // Models
  otherModel: 'Another model from Hugging Face',
  otherModelShort: 'Another model',
  wrongMirror: 'Enter the address of a mirror, such as https://hub.example.org.',
  wrongModelId: 'Enter a model ID in the form owner/name.',
  multilingual: 'Multilingual',
  licenceUnknown: 'licence unknown',
  unknown: 'unknown',
  nonCommercial: (licence) => `${licence} (non-commercial)`,
  qualityUnknown: 'no published benchmark',
  builtIn: 'Built in',
  onThisDevice: 'Downloaded',
  notDownloaded: 'Not downloaded',
  sizeUnknown: 'size unknown',
  sizeUnknownYet: 'unknown until Hugging Face is contacted',
  about: (size) => `about ${size}`,
  atLeast: (size) => `at least ${size}`,
  betterTitle: (model) => `Better ranking: ${model}`,
  useModel: 'Rerank with it',
  downloadAndRerank: (size) => `Download (${size}) and rerank`,
  downloadTime: (time, speed) => `about ${time} at ${speed}/s`,
  publishedQuality: (figure, baseline, mark) =>
    `nDCG@10 ${figure} on ${mark}; ${baseline} without a reranker`,
  downloadTitle: (model) => `Download ${model}?`,
  size: 'Size',
  time: 'Time',
  source: 'Source',
  licence: 'Licence',
  languages: 'Languages',
  quality: 'Quality',
  runs: 'Runs',
  runsHere: 'on this device; your text is never sent',
  stored: 'Stored',
  storedHere: 'In this browser until you delete it. Works offline.',
  consentAnnounced: 'This model is not downloaded yet. Choose whether to download it.',
  nothingDownloaded: {
    title: 'Nothing was downloaded',
    advice: 'The built-in model needs no download. Choose it under Model.',
  },

  // Progress
  starting: 'Starting',
  loadingModel: (loaded, total) =>
    total ? `Loading the model: ${loaded} of ${total}` : `Loading the model: ${loaded}`,
  preparingModel: 'Preparing the model',
  checkingModel: (done, all) => `Checking the model: ${number(done)} of ${number(all)}`,
  scoring: (done, all) => `Scoring: ${number(done)} of ${count(all, 'document')}`,
  perSecond: (amount) => `${amount}/s`,
  timeLeft: (time) => `about ${time} left`,
  cancelled: { title: 'Cancelled', advice: 'Press Rerank to start again.' },
  damagedLink: {
    title: 'This link is incomplete',
    advice: 'Part of the link is missing. Ask the sender for a new one.',
  },

  // The ranking
  results: 'Results',
  ranking: 'Ranking',
  keywordOrder: 'Keyword order',
  originalOrder: 'Original order',
  reranked: 'Reranked',
  notReranked: 'Not reranked yet',
  inYourBrowser: 'reranked in the browser',
  sortedByKeywords: 'Sorted by keyword overlap.',
  pressRerank: 'Your documents in their original order. Press Rerank.',
  nothingToRank: 'No documents yet. Enter some below, or try an example.',
  emptyDocument: 'Empty document',
  firstOfMany: (shown, all) =>
    `The first ${shown} of ${number(all)}. Dashed lines come from further down. List shows all.`,
  draft: 'Order of the built-in model. The chosen model is still working.',
  finalReady: 'The final order is ready. It appears when the pointer leaves the list.',
  wasFirst: 'The best answer was already first.',
  wasPlace: (place) => `The best answer was number ${number(place)}.`,
  byMeaning: 'It shares no keyword with the question.',
  nothingAnswers: 'Nothing here answers this.',
  unreadLanguage: 'This model does not read this language, so its order is a guess.',
  unreadAdvice: 'Choose a multilingual model.',
  belowFloor: (best, floor) =>
    `The best document scores ${best}; with this model, answers usually score ${floor} or more.`,
  qualityChange: (name, before, after) => `${name} ${before} → ${after}`,
  meanOver: (done, all) =>
    done < all ? `Mean over ${done} of ${all} questions:` : `Mean over ${count(all, 'question')}:`,
  summary: (documents, time, shown) =>
    shown === undefined
      ? `${count(documents, 'document')} in ${time}`
      : `Top ${number(shown)} of ${count(documents, 'document')} in ${time}`,
  cutCount: (documents) => `${number(documents)} truncated`,
  ranked: (documents, chip) => `${count(documents, 'document')} ranked on the ${chip}.`,
  gpu: 'GPU',
  cpu: 'CPU',
  ranOn: (chip, reason) => `Ran on the ${chip}: ${reason}.`,
  reasons: {},
  fallback: (reason) => `The GPU failed, so the CPU took over: ${reason}.`,
  showAll: (all) => `Show all ${number(all)}`,
  allShown: (all) => `All ${number(all)} documents are shown.`,
  score: 'Score',
  logit: 'Logit',
  cut: 'Truncated: the model read only the beginning.',
  showWhole: 'Show full text',
  showLess: 'Show less',
  moved: (up) =>
    up === 0 ? 'Same place' : up > 0 ? `Up ${count(up, 'place')}` : `Down ${count(-up, 'place')}`,
  was: (place) => `was ${number(place)}`,
  why: 'Why?',
  noSharedWords: 'No word in common with the question: the model judged the meaning.',
  relatedWords: (word, asked) => `“${word}” is related to “${asked}”`,
  sameWord: (word) => `“${word}” is in the question`,

  // Timing and proof
  load: 'Load',
  alreadyLoaded: 'already loaded',
  tokenize: 'Tokenize',
  scoreStep: 'Score',
  tokens: 'Tokens',
  pairs: 'Pairs',
  model: 'Model',
  cached: 'cached',
  fromCache: (amount) => `${number(amount)} from cache`,
  requests: (requests) => count(requests, 'network request'),
  sinceLoading: 'since loading',
  noRequests: '0 network requests since the model loaded, by this page or its worker.',
  workersStarted: (workers) =>
    `${count(workers, 'more worker')} started to share the work, from a script of this site.`,
  requestsAre: (requests, own) =>
    `${count(requests, 'network request')} since the model loaded${own ? ', all for files of this site' : ''}:`,
  worker: 'worker',
  inPage: 'page',
  loadedBefore: 'loaded by an earlier run',
  getModel: 'Read the model',
  prepareModel: 'Prepare it',
  forChip: (chip) => `for the ${chip}`,
  checkModel: 'Check it',
  checkNote: 'against known scores',
  wait: 'Wait',
  waitNote: 'for earlier requests',
  tokenCount: (tokens) => count(tokens, 'token'),
  resultCount: (results) => count(results, 'result'),
  sortAndShow: 'Sort and show',
  sortNote: 'including messages between threads',

  // Comparison
  sameChoice: 'Choose a different model or device to compare with.',
  sameOrder: (one, other) => `${one} and ${other} rank the documents in the same order.`,
  agree: (one, other, percent) => `${one} and ${other} agree on ${percent}% of pairs.`,
  faster: (name, times) => `${name} was ${times}x faster.`,
  slower: (name, times) => `${name} was ${times}x slower.`,
  sameSpeed: (one, other) => `${one} and ${other} took about as long.`,

  // Buttons that say what became of a press
  copied: 'Copied',
  copyRefused: 'Copying is blocked',
  inAddressBar: 'Link is in the address bar',
  copiedLong: 'Copied (long link)',
  tooMuchForLink: 'Too much for a link',
  saved: 'Saved',
  shared: 'Shared',
  notShared: 'Not shared',
  moreCharacters: (left) => `${count(left, 'more character')}. Copy includes them.`,

  // This device
  storageUsed: (used, quota) => `This site uses ${used} of about ${quota}.`,
  storageUnknown: 'This browser does not report storage use.',
  noStoredModels: 'No downloaded models. The built-in model comes with the page.',
  deleteModel: 'Delete',
  deleted: (model) => `${model} was deleted.`,
  notDeleted: (model) => `${model} could not be deleted.`,
  unfinished: (size) => `${size}, incomplete: the next download resumes here`,
  storageKept: 'The browser will keep them',
  storageNotKept: 'The browser may still delete them',
  historyCleared: 'History cleared.',

  // Errors: what happened, and what to do
  unknownError: ['Something went wrong', 'Try again, or reload the page.'],
  partMissing: [
    'Part of this page did not load',
    'Check your connection and reload. The page may have been updated.',
  ],
  offlineError: [
    'You’re offline',
    'This model is not downloaded yet. Choose a downloaded one, or try again when you’re back online.',
  ],
  errors: {
    invalid_request: ['The request is not valid', 'Check the question and the documents.'],
    payload_too_large: ['Too much for one request', 'Use fewer documents, or split them into several runs.'],
    unsupported_media_type: ['The request was not JSON', 'This is a bug in the page. Please report it.'],
    model_not_found: ['No such model', 'Choose a model from the list.'],
    not_found: ['No such path', 'This is a bug in the page. Please report it.'],
    method_not_allowed: ['The request was not a POST', 'This is a bug in the page. Please report it.'],
    download_not_allowed: ['This model needs your consent', 'Allow the download to use it.'],
    download_failed: [
      'The model could not be loaded',
      'Check your connection and try again. The download resumes where it stopped.',
    ],
    integrity_failed: [
      'The model’s files are damaged or were changed',
      'They were not kept. Press Rerank to download them again.',
    ],
    storage_full: ['Not enough storage for this model', 'Free some storage and try again.'],
    unsupported_device: [
      'This device is not available',
      'This browser offers no WebGPU device. Choose CPU (WASM) or Automatic.',
    ],
    out_of_memory: ['Not enough memory', 'Close other tabs, or use fewer and shorter documents.'],
    upstream_failed: ['The server behind this page failed', 'Try again later.'],
    device_lost: ['The GPU connection was lost', 'Try again, or choose CPU (WASM).'],
    canary_failed: [
      'The model computes wrong scores on this device',
      'It failed its check after loading, so nothing was ranked. Choose another device.',
    ],
    inference_failed: ['The model failed', 'Try again, or choose another device.'],
    worker_crashed: ['The worker stopped', 'Try again. A new one will start.'],
    worker_load_failed: [
      'The worker could not be loaded',
      'Reload the page. If that does not help, a file is missing from the site.',
    ],
    queue_full: ['Too many requests are waiting', 'Wait until some are done.'],
    timeout: ['It took too long', 'Try again, or use fewer documents.'],
    disposed: ['The reranker was closed', 'Press Rerank to start a new one.'],
  },
}

function describeDocuments(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'Not valid CSV yet.'
    return parsed.form === 'lines'
      ? 'One document per line, JSON, JSON Lines, CSV, an API request or the response of a search engine.'
      : 'Not valid JSON yet.'
  }
  const { documents, blank, column, engine, tasks, relevance } = parsed
  const many = count(documents.length, 'document')
  const skipped = blank ? ` (${count(blank, 'blank line')} skipped)` : ''
  const graded = relevance ? ' with relevance grades' : ''
  switch (parsed.form) {
    case 'lines':
      return `${many}, one per line${skipped}.`
    case 'csv':
      return `${many} from CSV, column “${column}”.`
    case 'jsonl':
      return `${many} from JSON Lines${skipped}.`
    case 'request':
      return `${many} from an API request.`
    case 'results':
      return `${many} from ${engine}.`
    case 'tasks':
      return tasks ? `${many}${graded}, for one of ${count(tasks.length, 'question')}.` : `${many}${graded}.`
    case 'json':
      return `${many} from JSON.`
  }
}
