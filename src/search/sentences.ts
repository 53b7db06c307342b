import type { SearchReranker, Sentence } from './types.js'

/** Options of {@link bestSentences}. */
export interface SentenceOptions {
  /** From `createReranker`. */
  reranker: SearchReranker
  /** How many sentences to give. Default: 1. */
  count?: number | undefined
  /** BCP 47 tag of the text's language. Default: the browser's. */
  locale?: string | undefined
  /**
   * Sentences that the reranker reads; of a longer text it reads those with the most of the query's words, and the first
   * ones. Default: 100.
   */
  candidates?: number | undefined
  signal?: AbortSignal | undefined
}

/** A stretch of a text. */
export type TextSpan = Pick<Sentence, 'text' | 'start' | 'end'>

/**
 * The sentences of a text that answer a query best. Sentences are found by `Intl.Segmenter`, and judged by the reranker.
 * @returns the best first
 * @throws RerankError as `reranker.rank` does; a text without sentences is no error
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { bestSentences } from 'webrerank/search'
 *
 * const text = 'We are open from nine to five. Refunds reach your card within ten days.'
 * const [best] = await bestSentences('When do I get my money back?', text, { reranker: createReranker() })
 * console.log(best?.text, best?.start, best?.end)
 * ```
 */
export async function bestSentences(
  query: string,
  text: string,
  options: SentenceOptions,
): Promise<Sentence[]> {
  const [sentences = []] = await rankSentences(query, [text], options)
  return sentences.slice(0, options.count ?? 1)
}

/** {@link bestSentences} of several texts in one request, all sentences of each. */
export async function rankSentences(
  query: string,
  texts: readonly string[],
  { reranker, locale, candidates = 100, signal }: Omit<SentenceOptions, 'count'>,
): Promise<Sentence[][]> {
  const words = wordsOf(query, locale)
  const spans = texts.flatMap((text, of) =>
    shortlist(splitSentences(text, locale), words, candidates, locale).map((span) => ({ of, span })),
  )
  const ranked: Sentence[][] = texts.map(() => [])
  if (spans.length === 0) return ranked
  const { results } = await reranker.rank(
    { query, documents: spans.map(({ span }) => span.text), return_documents: false },
    { signal },
  )
  for (const { index, relevance_score } of results) {
    const { of, span } = spans[index]!
    ranked[of]!.push({ ...span, score: relevance_score })
  }
  return ranked
}

/**
 * The sentences of a text with their places, by `Intl.Segmenter`, without the white space around them.
 * @param locale BCP 47 tag of the text's language. Default: the browser's
 * @example
 * ```ts
 * import { splitSentences } from 'webrerank/search'
 *
 * splitSentences('It rains. It pours.', 'en').map(({ text }) => text) // ['It rains.', 'It pours.']
 * ```
 */
export function splitSentences(text: string, locale?: string): TextSpan[] {
  const segmenter = segmenterFor('sentence', locale)
  return Array.from(segmenter.segment(text), ({ segment, index }) => {
    const start = index + segment.length - segment.trimStart().length
    const sentence = segment.trim()
    return { text: sentence, start, end: start + sentence.length }
  }).filter((span) => isWordLike(span.text))
}

/**
 * Whether there is a letter or a digit in a text. Segmenters tell it of words themselves, but Firefox's denies it of the last
 * word of a text without spaces, such as the only one of `保証`.
 */
export function isWordLike(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** The different words of a text, in lower case, without marks that people leave out. */
export function wordsOf(text: string, locale?: string): Set<string> {
  return new Set(wordsIn(text, locale))
}

/** {@link wordsOf} in their order, each as often as it stands there. */
export function wordsIn(text: string, locale?: string): string[] {
  const segmenter = segmenterFor('word', locale)
  return Array.from(segmenter.segment(text.normalize('NFKC')))
    .filter(({ segment }) => isWordLike(segment))
    .map(({ segment }) => foldWord(segment))
}

/** Scripts whose marks are accents, which people leave out. In others, as Thai, they are letters like any. */
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]/u

function foldWord(word: string): string {
  const lower = word.toLowerCase()
  return ACCENTED.test(lower) ? lower.normalize('NFKD').replace(/\p{M}/gu, '') : lower
}

function shortlist(
  spans: TextSpan[],
  words: ReadonlySet<string>,
  count: number,
  locale?: string,
): TextSpan[] {
  if (spans.length <= count) return spans
  const matches = spans.map(({ text }) => [...wordsOf(text, locale)].filter((word) => words.has(word)).length)
  return spans
    .map((span, index) => ({ span, matches: matches[index]!, index }))
    .sort((a, b) => b.matches - a.matches || a.index - b.index)
    .slice(0, count)
    .map(({ span }) => span)
}

const segmenters = new Map<string, Intl.Segmenter>()

/** Kept, as making one takes longer than most texts. */
function segmenterFor(granularity: 'word' | 'sentence', locale = ''): Intl.Segmenter {
  const key = `${granularity} ${locale}`
  const known = segmenters.get(key)
  if (known) return known
  const segmenter = new Intl.Segmenter(locale || undefined, { granularity })
  segmenters.set(key, segmenter)
  return segmenter
}
