import type { Similarities } from './similarity.js'

// Types of [CLS] and of both [SEP] say several things at once: a bucket of what the words tell, times one of similarity.
const CLS = 64
const COVER_BUCKETS = 32
const WHOLE_BUCKETS = 16
const SEP_QUERY = CLS + COVER_BUCKETS * WHOLE_BUCKETS
const SPAN_BUCKETS = 8
const GAIN_CLASSES = 4
const OTHER_BUCKETS = 16
const SEP_END = SEP_QUERY + SPAN_BUCKETS * GAIN_CLASSES * OTHER_BUCKETS
const PHRASE_LEVELS = 9
const LENGTH_CLASSES = 4
const WINDOW_BUCKETS = 8

/** Types of [CLS], of the [SEP] after the query, of the last [SEP], each `[from, below)`. */
export const SPECIAL_TYPES = [
  [CLS, SEP_QUERY],
  [SEP_QUERY, SEP_END],
  [SEP_END, SEP_END + PHRASE_LEVELS * LENGTH_CLASSES * WINDOW_BUCKETS],
] as const

/** Similarities from here on share the last bucket. */
const SIMILAR = 0.8

/** Documents with more words than this, and this, and this, are longer by a class each. */
const LENGTH_LIMITS = [64, 192, 640]

/** What the words of a pair tell. Weights are those of the query's words. */
export interface WordEvidence {
  /** Of the query. */
  total: number
  /** Of it, what the document covers. */
  covered: number
  /** Of its words in the best span. */
  span: number
  /** Of missing words, what related ones cover, in eighths. */
  gain: number
  /** How much of the query's pairs of neighbours is found, 0 to 7; 8 where it has none. */
  phraseLevel: number
  /** Words of the document. */
  words: number
}

export function specialTypes(evidence: WordEvidence, alike: Similarities): [number, number, number] {
  const { total, covered, span, gain, phraseLevel, words } = evidence
  const share = (part: number, buckets: number) => (total > 0 ? Math.min(buckets - 1, Math.floor(part)) : 0)
  const cover = share((covered / total) * COVER_BUCKETS, COVER_BUCKETS)
  const best = gainClass(gain, total) * SPAN_BUCKETS + share((span * SPAN_BUCKETS) / total, SPAN_BUCKETS)
  const end = phraseLevel * LENGTH_CLASSES + LENGTH_LIMITS.filter((limit) => words > limit).length
  return [
    CLS + cover * WHOLE_BUCKETS + bucket(alike.whole, WHOLE_BUCKETS),
    SEP_QUERY + best * OTHER_BUCKETS + bucket(alike.other, OTHER_BUCKETS),
    SEP_END + end * WINDOW_BUCKETS + bucket(alike.window, WINDOW_BUCKETS),
  ]
}

/** Related words cover nothing, up to an eighth of the query's weight, up to a quarter, or more. */
function gainClass(gain: number, total: number): number {
  if (gain === 0) return 0
  return gain <= total ? 1 : gain <= 2 * total ? 2 : 3
}

/** A similarity of 0 and less is in the first bucket. */
function bucket(similarity: number, buckets: number): number {
  return Math.max(0, Math.min(buckets - 1, Math.floor((similarity / SIMILAR) * buckets)))
}
