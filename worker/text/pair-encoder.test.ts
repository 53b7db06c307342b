import { describe, expect, test } from 'vitest'
import { createModel } from '../../fixtures/models/models.mjs'
import type { LengthOptions } from '../../src/protocol/worker-api.js'
import { createQueryMatcher } from './match/token-types.js'
import { readMatchTable } from './match/words.js'
import { encodeDocument, prepareDocuments, shareOfSubwords, WHOLE_TEXT } from './pair-encoder.js'
import type { PairInput } from './pair-input.js'
import { readPairTemplate } from './pair-template.js'
import { createTokenizer } from './tokenizer.js'
import { MOST_WINDOWS } from './windows.js'

const CLS = 2
const SEP = 3

/** A token a character: its code, so that `a` is 97. */
const tokenizer: PairInput['tokenizer'] = {
  encode: (text) => Array.from(text, (character) => character.charCodeAt(0)),
  slices: (text) => [{ ids: tokenizer.encode(text), end: text.length }],
  template: readPairTemplate({ type: 'BertProcessing', cls: ['[CLS]', CLS], sep: ['[SEP]', SEP] }),
  pieces: () => [],
  padId: 0,
}

/** Each character is a word of its own; a space is none. */
const columns = new Uint8Array(4 * 128).fill(40, 0, 128)
columns[3 * 128 + 32] = 1
const match: NonNullable<PairInput['match']> = {
  table: readMatchTable(columns),
  settings: {
    table: { path: 'match.bin' },
    k1: 0.9,
    b: 0.4,
    averageWords: 100,
    windowWords: 24,
    weightCap: 160,
    partialMin: 48,
  },
}

const HEAD: LengthOptions = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }

async function prepare(input: Partial<PairInput>, query: string, document: string, length = HEAD) {
  const request = { id: 0, query, documents: [document], length }
  const whole = { tokenizer, maxLength: 16, match, ...input }
  const [prepared] = await prepareDocuments(whole, request, async () => {})
  return Array.from({ length: prepared!.count }, (_, window) => {
    const pair = prepared!.pair(window)
    return { ids: [...pair.ids], types: [...pair.types] }
  })
}

const matched = (query: string, document: string) =>
  createQueryMatcher(
    match,
    match.settings,
    Int32Array.from(tokenizer.encode(query)),
  )(Int32Array.from(tokenizer.encode(document)))

describe('match types', () => {
  test('without them, types are the template’s', async () => {
    const [pair] = await prepare({ match: undefined }, 'ab', 'bcd')
    expect(pair!.ids).toEqual([CLS, 97, 98, SEP, 98, 99, 100, SEP])
    expect(pair!.types).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
  })

  test('special tokens have theirs in the order of the template', async () => {
    const { specials, query, document } = matched('ab', 'bcd')
    const [pair] = await prepare({}, 'ab', 'bcd')
    expect(pair!.ids).toEqual([CLS, 97, 98, SEP, 98, 99, 100, SEP])
    expect(pair!.types).toEqual([specials[0], ...query, specials[1], ...document, specials[2]])
  })

  test('are of whole texts, then cut as ids are', async () => {
    const [query, document] = ['abcdefghijklmnop', 'xxxxxxxxxxxxxxxxxxxabc']
    const whole = matched(query, document)
    const [pair] = await prepare({}, query, document)
    // Three quarters of 16 for the query, and what is left for the document.
    const [q, d] = [whole.query.subarray(0, 12), whole.document.subarray(0, 1)]
    expect(pair!.types).toEqual([whole.specials[0], ...q, whole.specials[1], ...d, whole.specials[2]])
    expect(whole.specials[0]).toBeGreaterThan(matched(query, 'x').specials[0])
  })

  test('are the same for each window, which has its part of the document’s', async () => {
    const [query, document] = ['ab', 'xx ab xx xx a xx xx b xx ab xx']
    const whole = matched(query, document)
    const length = { ...HEAD, maxChunksPerDoc: 3, overlapTokens: 2 }
    const pairs = await prepare({}, query, document, length)
    const room = 16 - 3 - 2
    expect(pairs).toHaveLength(3)
    pairs.forEach(({ types }, i) => {
      const start = i * (room - 2)
      const part = whole.document.subarray(start, start + room)
      expect(types).toEqual([
        whole.specials[0],
        ...whole.query,
        whole.specials[1],
        ...part,
        whole.specials[2],
      ])
    })
  })

  test('see no more of a document than max_tokens_per_doc', async () => {
    const [seen] = await prepare({}, 'ab', 'xxxab', { ...HEAD, maxTokensPerDoc: 3 })
    expect(seen).toEqual((await prepare({}, 'ab', 'xxx'))[0])
  })

  test('see no more than so many tokens, but for what a window reaches', async () => {
    const long = 'x'.repeat(WHOLE_TEXT)
    const [seen] = await prepare({}, 'ab', `${long}ab`)
    expect(seen).toEqual((await prepare({}, 'ab', long))[0])
    const windows = await prepare({ maxLength: 64 }, 'ab', `${long}ab`, { ...HEAD, maxChunksPerDoc: 1000 })
    expect(windows[0]!.types[1]).toBeGreaterThan(seen!.types[1]!)
    expect(windows.every(({ types }) => types.slice(4, -1).every((type) => type >= 18))).toBe(true)
  })

  test('of empty texts are types too', async () => {
    expect(await prepare({}, '', '')).toEqual([{ ids: [CLS, SEP, SEP], types: [64, 576, 1344] }])
  })
})

test('the share of pieces tells text that the vocabulary knows from text that it does not', async () => {
  // A digit continues a word, in a table of its own.
  const withPieces = columns.slice()
  withPieces.fill(2, 3 * 128 + 48, 3 * 128 + 58)
  const table = readMatchTable(withPieces)
  const share = async (document: string) => {
    const request = { id: 0, query: 'ab', documents: [document], length: HEAD }
    const input = { tokenizer, maxLength: 64, match: { ...match, table } }
    const documents = await prepareDocuments(input, request, async () => {})
    return shareOfSubwords(documents[0]!.counted)
  }
  expect(await share('a b c')).toBe(0)
  expect(await share('a1 b2 c3')).toBe(0.5)
  expect(await share('a12345')).toBeCloseTo(5 / 6)
  const request = { id: 0, query: 'ab', documents: ['1'], length: HEAD }
  const documents = await prepareDocuments({ tokenizer, maxLength: 64 }, request, async () => {})
  expect(shareOfSubwords(documents[0]!.counted)).toBe(0)
})

describe('work is bounded and can be cancelled, whatever is asked for', () => {
  const { tokenizer: file, tokenizerConfig } = createModel('tiny-bert')
  const input: PairInput = { tokenizer: createTokenizer(file, tokenizerConfig), maxLength: 64 }
  const cancelled = new Error('cancelled')
  /** Throws at the third step. */
  const cancel = () => {
    let steps = 0
    return async () => {
      if (++steps === 3) throw cancelled
    }
  }
  const ask = (request: { query?: string; documents?: string[]; length?: Partial<LengthOptions> }) =>
    prepareDocuments(
      input,
      { query: 'a', documents: ['b'], ...request, length: { ...HEAD, ...request.length } },
      cancel(),
    )

  test('a document without spaces is tokenized in steps', async () => {
    const documents = ['.'.repeat(30_000_000)]
    await expect(ask({ documents, length: { maxChunksPerDoc: 1e9 } })).rejects.toBe(cancelled)
    await expect(ask({ documents, length: { truncate: false } })).rejects.toBe(cancelled)
    await expect(ask({ query: documents[0]!, length: { truncate: false } })).rejects.toBe(cancelled)
  })

  test('what comes to no tokens is not read to the end', async () => {
    let steps = 0
    const text = `word ${' '.repeat(30_000_000)}word`
    const { ids, whole } = await encodeDocument(input, text, 100, async () => void steps++)
    expect([[...ids], whole]).toEqual([input.tokenizer.encode('word'), false])
    expect(steps).toBeLessThan(1000)
    const [document] = await prepareDocuments(
      input,
      { query: 'a', documents: [text], length: HEAD },
      async () => {},
    )
    expect(document!.truncated).toBe(true)
  })

  test('pairs are made one by one, and no more of them than windows are allowed', async () => {
    const documents = ['word '.repeat(1_000_000)]
    const [document] = await prepareDocuments(
      input,
      { query: 'a '.repeat(1000), documents, length: { ...HEAD, maxChunksPerDoc: 1e9, overlapTokens: 80 } },
      async () => {},
    )
    expect(document!.count).toBe(MOST_WINDOWS)
    expect(document!.truncated).toBe(true)
    const last = document!.pair(MOST_WINDOWS - 1)
    expect(last.ids.length).toBe(document!.lengthOf(MOST_WINDOWS - 1))
  })

  test('a text that is too long in any case is not counted to the end', async () => {
    const documents = ['.'.repeat(1_000_000)]
    const refused = prepareDocuments(
      input,
      { query: 'a', documents, length: { ...HEAD, truncate: false } },
      async () => {},
    )
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request', param: 'documents' })
    await expect(refused).rejects.toThrow(/at least \d+ tokens/)
  })
})
