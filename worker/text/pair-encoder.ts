import { RerankError } from '../../src/protocol/errors.js'
import type { Question, ScoreRequest } from '../../src/protocol/worker-api.js'
import { createQueryMatcher } from './match/token-types.js'
import type { PairInput } from './pair-input.js'
import { noInstruction } from './prompt.js'
import type { Asked, Checkpoint, DocumentPairs, Encoding, PairMaker, SubwordCounts } from './types.js'
import { divideLength, joinPair, planWindows, reach } from './windows.js'

/**
 * Match types look at whole texts, so those are tokenized to the end, and not only as far as the windows reach. This
 * many tokens count as whole: some 12,000 English words. What comes after has no say, unless a window reaches it.
 */
export const WHOLE_TEXT = 16_384

/** The share of tokens that continue a word; 0 where no match table tells. */
export function shareOfSubwords({ tokens, subwords }: SubwordCounts): number {
  return subwords / Math.max(1, tokens)
}

/** Characters that are read for a token that is wanted, at most: texts have some four. */
const CHARACTERS_PER_TOKEN = 64
/** Characters that are read in any case: white space and the like come to no tokens. */
const LEAST_CHARACTERS = 2 ** 20
/** Ids of a text that must not be cut, at most: past them it is too long for any model. */
const MOST_IDS = 2 ** 17

/**
 * Tokenizes the head of a document.
 * @param maxIds so many ids, at most
 * @param checkpoint called between slices
 */
export async function encodeDocument(
  input: PairInput,
  text: string,
  maxIds: number,
  checkpoint: Checkpoint,
): Promise<Encoding> {
  return encodeText(input, (input.prompt?.lead ?? '') + text, maxIds, checkpoint)
}

async function encodeText(
  { tokenizer }: PairInput,
  text: string,
  maxIds: number,
  checkpoint: Checkpoint,
): Promise<Encoding> {
  const ids: number[] = []
  const most = Math.max(LEAST_CHARACTERS, maxIds * CHARACTERS_PER_TOKEN)
  let read = 0
  for (const slice of tokenizer.slices(text)) {
    if (read > 0) await checkpoint()
    for (const id of slice.ids) ids.push(id)
    read = slice.end
    if (ids.length >= maxIds || read >= most) break
  }
  const whole = read >= text.length && ids.length < maxIds
  return { ids: Int32Array.from(ids.length > maxIds ? ids.slice(0, maxIds) : ids), whole }
}

/** How many ids of a document any request with the default options looks at. */
export function defaultMaxIds({ maxLength, match }: PairInput): number {
  return match ? Math.max(WHOLE_TEXT, maxLength) : maxLength
}

/**
 * Tokenizes a query, once for all documents.
 * @param checkpoint called in the midst of it
 */
export async function createPairMaker(
  input: PairInput,
  question: Question,
  checkpoint: Checkpoint,
): Promise<PairMaker> {
  const { length } = question
  const { tokenizer, maxLength, match } = input
  const { template } = tokenizer
  const most = length.truncate ? (match ? WHOLE_TEXT : maxLength) : MOST_IDS
  const asked = await ask(input, question, (text) => encodeText(input, text, most, checkpoint))
  const room = divideLength(maxLength, template.specials, asked.length, asked.fixed)
  const query = asked.cut(room.query)
  const limit = reach(room.document, length)
  // Tokens past max_tokens_per_doc are not used, not even to say where the query's words are.
  const sight = match
    ? Math.min(Math.max(WHOLE_TEXT, limit), length.maxTokensPerDoc ?? Number.POSITIVE_INFINITY)
    : 0
  const matcher = match && createQueryMatcher(match, match.settings, asked.types.subarray(0, WHOLE_TEXT))
  const maxIds = length.truncate ? Math.max(limit + 1, sight) : MOST_IDS
  return {
    maxIds,
    make(encoding, index) {
      const ids = encoding.ids.subarray(0, maxIds)
      const tokens = template.specials + asked.length + ids.length
      if (!length.truncate && tokens > maxLength)
        throw tooLong(index, tokens, maxLength, asked.whole && encoding.whole)
      const types = matcher?.(ids.subarray(0, sight))
      const windows = planWindows(ids.length, room.document, length)
      const lengthOf = (window: number) => {
        const [start, end] = windows.at(window)
        return template.specials + query.length + end - start
      }
      return {
        count: windows.count,
        lengthOf,
        pair(window) {
          const [start, end] = windows.at(window)
          const cut = types && {
            specials: types.specials,
            query: types.query.subarray(0, query.length),
            document: types.document.subarray(start, end),
          }
          return joinPair(template, query, ids.subarray(start, end), cut)
        },
        tokens: sum(windows.count, lengthOf),
        truncated: !encoding.whole || ids.length > limit || query.length < asked.length || !asked.whole,
        counted: types?.counted ?? { tokens: 0, subwords: 0 },
      }
    },
  }
}

/** @throws RerankError `invalid_request` */
async function ask(
  { prompt, maxLength }: PairInput,
  question: Question,
  encode: (text: string) => Promise<Encoding>,
): Promise<Asked> {
  if (prompt) return prompt.ask(question, maxLength, encode)
  if (question.instruction !== undefined) throw noInstruction()
  const { ids, whole } = await encode(question.query)
  return { length: ids.length, fixed: 0, whole, types: ids, cut: (room) => ids.subarray(0, room) }
}

function sum(count: number, of: (index: number) => number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += of(i)
  return total
}

/**
 * Tokenizes the query once and each document once.
 * @param checkpoint called between documents and in the midst of long ones; what it throws ends the work
 * @param encode where a document's ids come from
 * @throws RerankError `invalid_request` for a document that does not fit its pair where truncation is not allowed
 */
export async function prepareDocuments(
  input: PairInput,
  request: Question & Pick<ScoreRequest, 'documents'>,
  checkpoint: Checkpoint,
  encode: (text: string, maxIds: number) => Promise<Encoding> = (text, maxIds) =>
    encodeDocument(input, text, maxIds, checkpoint),
): Promise<DocumentPairs[]> {
  const maker = await createPairMaker(input, request, checkpoint)
  const documents: DocumentPairs[] = []
  for (const [index, text] of request.documents.entries()) {
    await checkpoint()
    documents.push(maker.make(await encode(text, maker.maxIds), index))
  }
  return documents
}

/** @param exactly whether all of the texts was read */
function tooLong(index: number, tokens: number, maxLength: number, exactly: boolean): RerankError {
  const count = exactly ? `${tokens}` : `at least ${tokens}`
  return new RerankError(
    'invalid_request',
    `documents[${index}] has ${count} tokens with the query, and the model reads ${maxLength}: shorten it, or leave out truncate: false`,
    { param: 'documents', details: { index, tokens, limit: maxLength } },
  )
}
