import type { RerankErrorCode } from 'webrerank'
import type { ParsedDocuments } from '../input/types.js'
import type { SampleName } from '../samples/sample.js'

/** What an error means to a person, and what to do about it. */
export type Told = readonly [title: string, advice: string]

/** All that the page says, in one language. */
export interface Strings {
  /** Texts of index.html, by the `data-t` of their element. */
  page: Readonly<Record<string, string>>
  /** Names of the samples in English. */
  samples: Readonly<Record<SampleName, string>>
  // The question and the documents
  enterQuery: string
  enterDocuments: string
  notJson(problem: string): string
  notAnArray: string
  noDocumentsMember: string
  emptyArray: string
  notADocument(item: number, kind: string): string
  /** What a JSON value is, where a document is wanted. */
  kinds: Record<'array' | 'object' | 'number' | 'boolean', string>
  csvError(row: number, problem: string): string
  csvEmpty: string
  csvShort(row: number, cells: number, column: string): string
  filesTooLarge(size: string, limit: string): string
  notUtf8(name: string): string
  describeDocuments(parsed: ParsedDocuments): string
  wholeNumber(least: string, most: string): string
  // Models
  otherModel: string
  otherModelShort: string
  wrongMirror: string
  wrongModelId: string
  multilingual: string
  licenceUnknown: string
  /** Of a licence, in a row that names it. */
  unknown: string
  nonCommercial(licence: string): string
  qualityUnknown: string
  builtIn: string
  onThisDevice: string
  notDownloaded: string
  sizeUnknown: string
  sizeUnknownYet: string
  about(size: string): string
  atLeast(size: string): string
  betterTitle(model: string): string
  useModel: string
  downloadAndRerank(size: string): string
  downloadTime(time: string, speed: string): string
  publishedQuality(figure: string, baseline: string, mark: string): string
  downloadTitle(model: string): string
  size: string
  time: string
  source: string
  licence: string
  languages: string
  quality: string
  runs: string
  runsHere: string
  stored: string
  storedHere: string
  consentAnnounced: string
  nothingDownloaded: { title: string; advice: string }
  // Progress
  starting: string
  loadingModel(loaded: string, total: string | undefined): string
  preparingModel: string
  checkingModel(done: number, all: number): string
  scoring(done: number, all: number): string
  perSecond(amount: string): string
  timeLeft(time: string): string
  cancelled: { title: string; advice: string }
  damagedLink: { title: string; advice: string }
  // The ranking
  results: string
  ranking: string
  keywordOrder: string
  originalOrder: string
  reranked: string
  notReranked: string
  inYourBrowser: string
  sortedByKeywords: string
  pressRerank: string
  nothingToRank: string
  emptyDocument: string
  firstOfMany(shown: number, all: number): string
  /** Above the order of the built-in model, while another one is at work. */
  draft: string
  finalReady: string
  wasFirst: string
  wasPlace(place: number): string
  byMeaning: string
  nothingAnswers: string
  unreadLanguage: string
  unreadAdvice: string
  belowFloor(best: string, floor: string): string
  qualityChange(name: string, before: string, after: string): string
  meanOver(done: number, all: number): string
  summary(documents: number, time: string, shown: number | undefined): string
  cutCount(documents: number): string
  ranked(documents: number, chip: string): string
  gpu: string
  cpu: string
  ranOn(chip: string, reason: string): string
  /** Reasons that the library gives in English, in the page's language. */
  reasons: Readonly<Record<string, string>>
  fallback(reason: string): string
  showAll(all: number): string
  allShown(all: number): string
  score: string
  logit: string
  cut: string
  showWhole: string
  showLess: string
  moved(up: number): string
  was(place: number): string
  why: string
  noSharedWords: string
  relatedWords(word: string, asked: string): string
  sameWord(word: string): string
  // Timing and proof
  load: string
  alreadyLoaded: string
  tokenize: string
  scoreStep: string
  tokens: string
  pairs: string
  model: string
  cached: string
  fromCache(amount: number): string
  requests(requests: number): string
  sinceLoading: string
  noRequests: string
  workersStarted(workers: number): string
  requestsAre(requests: number, own: boolean): string
  worker: string
  inPage: string
  loadedBefore: string
  getModel: string
  prepareModel: string
  forChip(chip: string): string
  checkModel: string
  checkNote: string
  wait: string
  waitNote: string
  tokenCount(tokens: number): string
  resultCount(results: number): string
  sortAndShow: string
  sortNote: string
  // Comparison
  sameChoice: string
  sameOrder(one: string, other: string): string
  agree(one: string, other: string, percent: string): string
  faster(name: string, times: string): string
  slower(name: string, times: string): string
  sameSpeed(one: string, other: string): string
  // Buttons that say what became of a press
  copied: string
  copyRefused: string
  inAddressBar: string
  copiedLong: string
  tooMuchForLink: string
  saved: string
  shared: string
  notShared: string
  moreCharacters(left: number): string
  // This device
  storageUsed(used: string, quota: string): string
  storageUnknown: string
  noStoredModels: string
  deleteModel: string
  deleted(model: string): string
  notDeleted(model: string): string
  unfinished(size: string): string
  storageKept: string
  storageNotKept: string
  historyCleared: string
  // Errors: what happened, and what to do
  unknownError: Told
  partMissing: Told
  offlineError: Told
  errors: Record<RerankErrorCode, Told>
}
