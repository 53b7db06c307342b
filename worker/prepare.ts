import { RerankError } from '../src/shared/errors.js'
import type { ScoreRequest } from '../src/shared/protocol.js'
import { createQueryMatcher } from './match-types.js'
import { countPieces } from './match-words.js'
import { divideWindow, documentWindows, joinPair, type Pair, reach } from './pairs.js'
import type { Reader } from './reader.js'

/** What is known of a document before it is scored. */
export interface PreparedDocument {
  /** Positions of its pairs, one a window. */
  pairs: number[]
  /** Tokens of all its pairs. */
  tokens: number
  /** Whether some of it, or of the query, is in no pair. */
  truncated: boolean
}

/** A request as a model takes it. */
export interface Prepared {
  pairs: Pair[]
  documents: PreparedDocument[]
  /** Of the tokens of words, the share that continues a word; 0 where no match table tells. */
  pieces: number
}

/**
 * Match types look at whole texts, so those are tokenized to the end, and not only as far as the windows reach. This
 * many tokens count as whole: some 12,000 English words. What comes after has no say, unless a window reaches it.
 */
export const WHOLE_TEXT = 16_384

/**
 * Tokenizes the query once and each document once, and joins them to pairs.
 * @param checkpoint called between documents; what it throws ends the work
 * @throws RerankError `invalid_request` for a document past the window where truncation is not allowed
 */
export async function preparePairs(
  { tokenizer, window, match }: Reader,
  request: ScoreRequest,
  checkpoint: () => Promise<void>,
): Promise<Prepared> {
  const { template } = tokenizer
  const { length } = request
  const wholeQuery = length.truncate
    ? tokenizer.encodeHead(request.query, match ? WHOLE_TEXT : window)
    : tokenizer.encode(request.query)
  const room = divideWindow(window, template.specials, wholeQuery.length)
  const query = wholeQuery.slice(0, room.query)
  const limit = reach(room.document, length)
  // Tokens past max_tokens_per_doc are not used, not even to say where the query's words are.
  const sight = match
    ? Math.min(Math.max(WHOLE_TEXT, limit), length.maxTokensPerDoc ?? Number.POSITIVE_INFINITY)
    : 0
  const matcher = match && createQueryMatcher(match.table, match.settings, wholeQuery.slice(0, WHOLE_TEXT))

  const pairs: Pair[] = []
  const documents: PreparedDocument[] = []
  const counts = { tokens: 0, pieces: 0 }
  for (const [index, text] of request.documents.entries()) {
    await checkpoint()
    const ids = length.truncate
      ? tokenizer.encodeHead(text, Math.max(limit + 1, sight))
      : tokenizer.encode(text)
    const whole = template.specials + wholeQuery.length + ids.length
    if (!length.truncate && whole > window) throw tooLong(index, whole, window)
    const seen = ids.slice(0, sight)
    const types = matcher?.(seen)
    if (match) {
      const { tokens, pieces } = countPieces(match.table, seen)
      counts.tokens += tokens
      counts.pieces += pieces
    }
    const document: PreparedDocument = {
      pairs: [],
      tokens: 0,
      truncated: ids.length > limit || query.length < wholeQuery.length,
    }
    for (const [start, end] of documentWindows(ids.length, room.document, length)) {
      const cut = types && {
        specials: types.specials,
        query: types.query.subarray(0, query.length),
        document: types.document.subarray(start, end),
      }
      const pair = joinPair(template, query, ids.slice(start, end), cut)
      document.pairs.push(pairs.length)
      document.tokens += pair.ids.length
      pairs.push(pair)
    }
    documents.push(document)
  }
  return { pairs, documents, pieces: counts.pieces / Math.max(1, counts.tokens) }
}

function tooLong(index: number, tokens: number, window: number): RerankError {
  return new RerankError(
    'invalid_request',
    `documents[${index}]: ${tokens} tokens with the query, but the model's limit is ${window} and truncate is false`,
    { param: 'documents', details: { index, tokens, limit: window } },
  )
}
