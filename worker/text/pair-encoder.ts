import { RerankError } from '../../src/protocol/errors.js'
import type { LengthOptions, ScoreRequest } from '../../src/protocol/worker-api.js'
import { createQueryMatcher } from './match/token-types.js'
import type { PairInput } from './pair-input.js'
import type {
  DocumentPairs,
  Encoding,
  Pair,
  PairMaker,
  Prepared,
  PreparedDocument,
  SubwordCounts,
} from './types.js'
import { divideLength, documentWindows, joinPair, reach } from './windows.js'

/**
 * Match types look at whole texts, so those are tokenized to the end, and not only as far as the windows reach. This
 * many tokens count as whole: some 12,000 English words. What comes after has no say, unless a window reaches it.
 */
export const WHOLE_TEXT = 16_384

/** The share of tokens that continue a word; 0 where no match table tells. */
export function shareOfSubwords({ tokens, subwords }: SubwordCounts): number {
  return subwords / Math.max(1, tokens)
}

/** @param maxIds so many ids, at most */
export function encodeDocument({ tokenizer }: PairInput, text: string, maxIds: number): Encoding {
  const ids = Number.isFinite(maxIds) ? tokenizer.encodeHead(text, maxIds) : tokenizer.encode(text)
  return { ids: Int32Array.from(ids), whole: ids.length < maxIds }
}

/** How many ids of a document any request with the default options looks at. */
export function defaultMaxIds({ maxLength, match }: PairInput): number {
  return match ? Math.max(WHOLE_TEXT, maxLength) : maxLength
}

/** Tokenizes a query, once for all documents. */
export function createPairMaker(
  { tokenizer, maxLength, match }: PairInput,
  text: string,
  length: LengthOptions,
): PairMaker {
  const { template } = tokenizer
  const wholeQuery = Int32Array.from(
    length.truncate ? tokenizer.encodeHead(text, match ? WHOLE_TEXT : maxLength) : tokenizer.encode(text),
  )
  const room = divideLength(maxLength, template.specials, wholeQuery.length)
  const query = wholeQuery.subarray(0, room.query)
  const limit = reach(room.document, length)
  // Tokens past max_tokens_per_doc are not used, not even to say where the query's words are.
  const sight = match
    ? Math.min(Math.max(WHOLE_TEXT, limit), length.maxTokensPerDoc ?? Number.POSITIVE_INFINITY)
    : 0
  const matcher = match && createQueryMatcher(match, match.settings, wholeQuery.subarray(0, WHOLE_TEXT))
  const maxIds = length.truncate ? Math.max(limit + 1, sight) : Number.POSITIVE_INFINITY
  return {
    maxIds,
    make(encoding, index) {
      const ids = encoding.ids.subarray(0, maxIds)
      const whole = template.specials + wholeQuery.length + ids.length
      if (!length.truncate && whole > maxLength) throw tooLong(index, whole, maxLength)
      const types = matcher?.(ids.subarray(0, sight))
      const document: DocumentPairs = {
        pairs: [],
        tokens: 0,
        truncated: ids.length > limit || query.length < wholeQuery.length,
        counted: types?.counted ?? { tokens: 0, subwords: 0 },
      }
      for (const [start, end] of documentWindows(ids.length, room.document, length)) {
        const cut = types && {
          specials: types.specials,
          query: types.query.subarray(0, query.length),
          document: types.document.subarray(start, end),
        }
        const pair = joinPair(template, query, ids.subarray(start, end), cut)
        document.pairs.push(pair)
        document.tokens += pair.ids.length
      }
      return document
    },
  }
}

/**
 * Tokenizes the query once and each document once, and joins them to pairs.
 * @param checkpoint called between documents; what it throws ends the work
 * @param encode where a document's ids come from
 * @throws RerankError `invalid_request` for a document that does not fit its pair where truncation is not allowed
 */
export async function preparePairs(
  input: PairInput,
  request: ScoreRequest,
  checkpoint: () => Promise<void>,
  encode = (text: string, maxIds: number) => encodeDocument(input, text, maxIds),
): Promise<Prepared> {
  const maker = createPairMaker(input, request.query, request.length)
  const pairs: Pair[] = []
  const documents: PreparedDocument[] = []
  for (const [index, text] of request.documents.entries()) {
    await checkpoint()
    const made = maker.make(encode(text, maker.maxIds), index)
    documents.push({ ...made, pairs: made.pairs.map((pair) => pairs.push(pair) - 1) })
  }
  return { pairs, documents }
}

function tooLong(index: number, tokens: number, maxLength: number): RerankError {
  return new RerankError(
    'invalid_request',
    `documents[${index}]: ${tokens} tokens with the query, but the model's limit is ${maxLength} and truncate is false`,
    { param: 'documents', details: { index, tokens, limit: maxLength } },
  )
}
