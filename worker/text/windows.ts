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
 * what the query and the special tokens leave.
 * @throws RangeError where it has no room for both.
 */
export function divideLength(maxLength: number, specials: number, queryLength: number): Room {
  const query = Math.min(queryLength, Math.floor((maxLength * 3) / 4), maxLength - specials - 1)
  if (query < 0) throw new RangeError(`a pair of ${maxLength} tokens has no room for a pair`)
  return { query, document: maxLength - specials - query }
}

/** The most document tokens that the windows of one document can reach: more need not be tokenized. */
export function reach(room: number, options: LengthOptions): number {
  const { maxChunksPerDoc, maxTokensPerDoc = Number.POSITIVE_INFINITY } = options
  return Math.min(maxTokensPerDoc, room + (maxChunksPerDoc - 1) * stride(room, options))
}

/** The windows of a document of `length` tokens, as `[start, end)`, the head first; one empty window for no tokens. */
export function documentWindows(length: number, room: number, options: LengthOptions): [number, number][] {
  const end = Math.min(length, reach(room, options))
  const windows: [number, number][] = [[0, Math.min(end, room)]]
  for (let start = stride(room, options); windows.at(-1)![1] < end; start += stride(room, options)) {
    windows.push([start, Math.min(end, start + room)])
  }
  return windows
}

/** Tokens from one window's start to the next one's: at least one, whatever the overlap. */
function stride(room: number, { overlapTokens }: LengthOptions): number {
  return Math.max(1, room - overlapTokens)
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
