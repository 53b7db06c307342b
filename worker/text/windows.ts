import type { LengthOptions } from '../../src/protocol/worker-api.js'
import type { PairTemplate } from './pair-template.js'
import type { Pair } from './types.js'

/** How the tokens of a pair are divided between the query and the document. */
export interface Room {
  /** Query tokens kept. */
  query: number
  /** Document tokens of one window. */
  document: number
}

/**
 * Divides the longest pair that the model takes: the query keeps at most three quarters of it (as FlagEmbedding does), the document has
 * what the query and the special tokens leave. Of a decoder it is three quarters of what the prompt leaves, as mxbai-rerank does.
 * @param fixed tokens of the query that belong to a decoder's prompt
 * @throws RangeError where it has no room for both.
 */
export function divideLength(maxLength: number, specials: number, queryLength: number, fixed = 0): Room {
  const shared = fixed > 0 ? maxLength - specials - fixed : maxLength
  const most = fixed + Math.floor((shared * 3) / 4)
  const query = Math.min(queryLength, most, maxLength - specials - 1)
  if (query < 0) throw new RangeError(`a pair of ${maxLength} tokens has no room for a pair`)
  return { query, document: maxLength - specials - query }
}

/** Windows of one document, at most, whatever a request asks for. */
export const MOST_WINDOWS = 1000

/** The most document tokens that the windows of one document can reach: more need not be tokenized. */
export function reach(room: number, options: LengthOptions): number {
  const { maxChunksPerDoc, maxTokensPerDoc = Number.POSITIVE_INFINITY } = options
  const windows = Math.min(maxChunksPerDoc, MOST_WINDOWS)
  return Math.min(maxTokensPerDoc, room + (windows - 1) * stride(room, options))
}

/** The windows of a document, the head first; one empty window for no tokens. */
export interface Windows {
  count: number
  /** The tokens of one, `[start, end)`. */
  at(window: number): [start: number, end: number]
}

/** @param length tokens of the document */
export function planWindows(length: number, room: number, options: LengthOptions): Windows {
  const end = Math.min(length, reach(room, options))
  const step = stride(room, options)
  return {
    count: 1 + Math.max(0, Math.ceil((end - room) / step)),
    at: (window) => [window * step, Math.min(end, window * step + room)],
  }
}

/**
 * Tokens from one window's start to the next one's. An overlap takes half a window at most: where a long query leaves
 * little room, each token would else be scored many times.
 */
function stride(room: number, { overlapTokens }: LengthOptions): number {
  return room - Math.min(overlapTokens, Math.floor(room / 2))
}

/** Types of the special tokens in the template's order, and of the tokens of one window. */
export interface WindowTypes {
  specials: readonly number[]
  query: ArrayLike<number>
  document: ArrayLike<number>
}

/**
 * Joins token ids by the tokenizer's template: nothing is cut here, and no separator is ever lost.
 * @param types token types, cut as the ids are; default: the template's own
 */
export function joinPair(
  template: PairTemplate,
  query: ArrayLike<number>,
  document: ArrayLike<number>,
  types?: WindowTypes,
): Pair {
  const length = template.specials + query.length + document.length
  const pair: Pair = { ids: new Int32Array(length), types: new Int32Array(length) }
  let at = 0
  let special = 0
  for (const part of template.parts) {
    if (part.kind === 'special') {
      pair.ids[at] = part.id
      pair.types[at++] = types ? types.specials[special++]! : part.type
      continue
    }
    const tokens = part.kind === 'query' ? query : document
    pair.ids.set(tokens, at)
    if (types) pair.types.set(types[part.kind], at)
    else pair.types.fill(part.type, at, at + tokens.length)
    at += tokens.length
  }
  return pair
}
