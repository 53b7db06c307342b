import { RerankError } from '../src/shared/errors.js'
import type { ScoreRequest } from '../src/shared/protocol.js'
import { divideWindow, documentWindows, joinPair, type Pair, reach } from './pairs.js'
import type { Tokenizer } from './tokenizer.js'

/** What is known of a document before it is scored. */
export interface PreparedDocument {
  /** Positions of its pairs, one a window. */
  pairs: number[]
  /** Tokens of all its pairs. */
  tokens: number
  /** Whether some of it, or of the query, is in no pair. */
  truncated: boolean
}

/**
 * Tokenizes the query once and each document once, and joins them to pairs.
 * @param checkpoint called between documents; what it throws ends the work
 * @throws RerankError `invalid_request` for a document past the window where truncation is not allowed
 */
export async function preparePairs(
  tokenizer: Tokenizer,
  window: number,
  request: ScoreRequest,
  checkpoint: () => Promise<void>,
): Promise<{ pairs: Pair[]; documents: PreparedDocument[] }> {
  const { template } = tokenizer
  const { length } = request
  const queryTokens = length.truncate
    ? tokenizer.encodeHead(request.query, window)
    : tokenizer.encode(request.query)
  const room = divideWindow(window, template.specials, queryTokens.length)
  const query = queryTokens.slice(0, room.query)
  const limit = reach(room.document, length)

  const pairs: Pair[] = []
  const documents: PreparedDocument[] = []
  for (const [index, text] of request.documents.entries()) {
    await checkpoint()
    const ids = length.truncate ? tokenizer.encodeHead(text, limit + 1) : tokenizer.encode(text)
    const whole = template.specials + queryTokens.length + ids.length
    if (!length.truncate && whole > window) throw tooLong(index, whole, window)
    const document: PreparedDocument = {
      pairs: [],
      tokens: 0,
      truncated: ids.length > limit || query.length < queryTokens.length,
    }
    for (const [start, end] of documentWindows(ids.length, room.document, length)) {
      const pair = joinPair(template, query, ids.slice(start, end))
      document.pairs.push(pairs.length)
      document.tokens += pair.ids.length
      pairs.push(pair)
    }
    documents.push(document)
  }
  return { pairs, documents }
}

function tooLong(index: number, tokens: number, window: number): RerankError {
  return new RerankError(
    'invalid_request',
    `documents[${index}]: ${tokens} tokens with the query, but the model's limit is ${window} and truncate is false`,
    { param: 'documents', details: { index, tokens, limit: window } },
  )
}
