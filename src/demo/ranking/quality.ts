import { MODELS, type ModelCard } from 'webrerank/models'

/** How good a model ranks, as somebody published it. */
export interface PublishedQuality {
  /** nDCG@10, 0 to 1. */
  ndcg: number
  /** The same of the first search alone, without a reranker. */
  baseline: number
  benchmark: string
  source: string
}

const ETTIN = {
  benchmark: 'MTEB English',
  baseline: 0.493,
  source: 'https://huggingface.co/blog/ettin-reranker',
}
const MIRACL = {
  benchmark: 'MIRACL subset',
  baseline: 0.496,
  source: 'https://github.com/felladrin/MiniSearch/issues/2312',
}

/** Mean nDCG@10 of retrieval benchmarks. Figures of different benchmarks are not to be compared. */
const PUBLISHED: Record<string, PublishedQuality> = {
  'BAAI/bge-reranker-v2-m3': { ...ETTIN, ndcg: 0.553 },
  'BAAI/bge-reranker-large': { ...ETTIN, ndcg: 0.51 },
  'BAAI/bge-reranker-base': { ...ETTIN, ndcg: 0.489 },
  'cross-encoder/ms-marco-MiniLM-L-6-v2': { ...ETTIN, ndcg: 0.508 },
  'cross-encoder/ms-marco-MiniLM-L-12-v2': { ...ETTIN, ndcg: 0.507 },
  'cross-encoder/mmarco-mMiniLMv2-L12-H384-v1': { ...MIRACL, ndcg: 0.799 },
  'cross-encoder/ettin-reranker-17m-v1': { ...ETTIN, ndcg: 0.558 },
  'cross-encoder/ettin-reranker-32m-v1': { ...ETTIN, ndcg: 0.578 },
  'cross-encoder/ettin-reranker-68m-v1': { ...ETTIN, ndcg: 0.592 },
  'mixedbread-ai/mxbai-rerank-xsmall-v1': { ...ETTIN, ndcg: 0.497 },
  'Alibaba-NLP/gte-reranker-modernbert-base': { ...ETTIN, ndcg: 0.584 },
}

/** What is published of a model; `undefined` where nothing comparable is. */
export function qualityOfModel(id: string): PublishedQuality | undefined {
  return PUBLISHED[id]
}

/** For English, the better one last. */
const STEPS = ['cross-encoder/ettin-reranker-17m-v1', 'cross-encoder/ettin-reranker-68m-v1']

/** A small model for the languages that the embedded one does not know. */
export const MULTILINGUAL = 'cross-encoder/mmarco-mMiniLMv2-L12-H384-v1'
const MULTILINGUAL_LARGE = 'BAAI/bge-reranker-v2-m3'

/**
 * The model to offer beside a result: the next larger one that reads the language.
 * @param id of the model that ranked
 * @param language BCP 47 tag
 */
export function betterModel(id: string, language = 'en'): ModelCard | undefined {
  const steps = language === 'en' ? STEPS : [MULTILINGUAL, MULTILINGUAL_LARGE]
  const at = steps.indexOf(id)
  const better = qualityOfModel(id)
  const next = steps.slice(at + 1).find((step) => at >= 0 || betterThan(step, better))
  return MODELS.find((card) => card.id === next)
}

/** Scripts, each with a language that is written in it. The first one that a text has letters of counts. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/u, 'ja'],
  [/\p{sc=Hangul}/u, 'ko'],
  [/\p{sc=Han}/u, 'zh'],
  [/\p{sc=Arabic}/u, 'ar'],
  [/\p{sc=Hebrew}/u, 'he'],
  [/\p{sc=Cyrillic}/u, 'ru'],
  [/\p{sc=Greek}/u, 'el'],
  [/\p{sc=Devanagari}/u, 'hi'],
  [/\p{sc=Thai}/u, 'th'],
]

/**
 * A language that a text may be in, by its script.
 * @returns a BCP 47 tag; `undefined` for Latin, in which too many are written, and where a Latin word comes as well
 */
export function scriptLanguage(text: string): string | undefined {
  if (/\p{sc=Latin}{3}/u.test(text)) return undefined
  return SCRIPTS.find(([script]) => script.test(text))?.[1]
}

/** Whether a model knows a language. Of models that are not in the catalogue, and of no language, nothing is known against it. */
export function reads(id: string, language: string | undefined): boolean {
  const languages = MODELS.find((card) => card.id === id)?.languages
  return !language || !languages || languages.includes('mul') || languages.includes(language)
}

function betterThan(id: string, current: PublishedQuality | undefined): boolean {
  const other = qualityOfModel(id)
  // Nothing comparable is published of the embedded model, which is smaller than any of these by far.
  return !current || !other || other.benchmark !== current.benchmark || other.ndcg > current.ndcg
}
