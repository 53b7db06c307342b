import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import type { WordMatch } from '../../src/protocol/word-match.js'
import { createExplainer, EXPLAINED_CHARACTERS, MOST_MATCHES } from './explain.js'
import { readRelatedTable } from './match/related.js'
import { readMatchTable } from './match/words.js'
import { createPairInput, type PairInput } from './pair-input.js'

/** Entry, its rarity, and the entry that stands for it. */
const ENTRIES = [
  ...[
    ['[UNK]', 0],
    ['the', 1],
    ['to', 8],
    ['how', 40],
    ['money', 75],
    ['back', 50],
  ],
  ...[
    ['refund', 100],
    ['refunds', 110, 6],
    ['flight', 90],
    ['pass', 60],
    ['##word', 20, 10],
    ['##port', 30, 11],
    ['travel', 70],
  ],
] as [piece: string, idf: number, stem?: number][]
const IDS = new Map(ENTRIES.map(([piece], id) => [piece, id]))

/** WordPiece, in short. */
function encode(text: string): number[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.flatMap((word) => {
    const whole = IDS.get(word)
    if (whole !== undefined) return [whole]
    const [head, tail] = [IDS.get(word.slice(0, 4)), IDS.get(`##${word.slice(4)}`)]
    return head !== undefined && tail !== undefined ? [head, tail] : [0]
  })
}

function columns(values: readonly number[], stems: readonly number[], flags: readonly number[]): Uint8Array {
  return Uint8Array.of(...values, ...stems.flatMap((stem) => [stem, 0]), ...flags)
}

const table = readMatchTable(
  columns(
    ENTRIES.map(([, idf]) => idf),
    ENTRIES.map(([, , stem = 0]) => stem),
    ENTRIES.map(([piece]) => (piece === '[UNK]' ? 1 : piece.startsWith('##') ? 2 : 0)),
  ),
)
/** Money (4) is close to a refund (6); a flight (8) is far from one, and near to travel (12). */
const related = readRelatedTable(
  Uint8Array.of(...[2, 0, 0, 0, 3, 0, 0, 0], ...[4, 0, 8, 0], ...[1, 2], ...[6, 0, 6, 0, 12, 0], 0b01_10_00),
  ENTRIES.length,
)
const settings = { ...tinyEn.matchTypes!, partialMin: 48, weightCap: 160, relatedMin: 28 }
const input: PairInput = {
  tokenizer: {
    encode,
    encodeHead: encode,
    pieces: () => ENTRIES.map(([piece]) => piece),
    padId: 0,
    template: { parts: [], specials: 3 },
  },
  maxLength: 16,
  match: { table, related, settings },
}

/** As `word~query word`, with how they meet. */
function explain(query: string, document: string, from: PairInput = input): string[] {
  const told = ({ start, end, query: asked, kind, strength }: WordMatch) =>
    `${document.slice(start, end)}~${query.slice(asked.start, asked.end)} ${strength ?? kind}`
  return createExplainer(from, query)(document).map(told)
}

test('the same words, their forms and words related to them are told, with their places', () => {
  const query = 'how to get Money back: flight to the refund'
  expect(explain(query, 'The REFUNDS, and back to travel (flight).')).toEqual([
    'REFUNDS~refund same',
    'back~back same',
    'travel~flight near',
    'flight~flight same',
  ])
  expect(explain('flight money', 'Refund the passport')).toEqual(['Refund~money close'])
  expect(explain('flight', 'refund')).toEqual(['refund~flight far'])
})

test('words that begin alike are told', () => {
  expect(explain('passport', 'a PASSWORD, a pass, Passport')).toEqual([
    'PASSWORD~passport begins',
    'pass~passport begins',
    'Passport~passport same',
  ])
})

test('function words are told where the query has no other', () => {
  expect(explain('how to refund', 'how to refund')).toEqual(['refund~refund same'])
  expect(explain('to the', 'to the travel')).toEqual(['to~to same'])
  expect(explain('how to', 'how to travel')).toEqual(['how~how same'])
})

test('what is no word to the model is met by its letters', () => {
  expect(explain('XK4711 ÉTÉ 東京', 'the xk4711 in été: 京')).toEqual([
    'xk4711~XK4711 same',
    'été~ÉTÉ same',
    '京~京 same',
  ])
})

test('without tables words meet by their letters alone', () => {
  const plain = { tokenizer: input.tokenizer, maxLength: 16 }
  expect(explain('the Refund ﬁle', 'THE refunds: refund, FILE', plain)).toEqual([
    'THE~the same',
    'refund~Refund same',
    'FILE~ﬁle same',
  ])
})

test('of a long text the beginning is told, and not for ever', () => {
  const filler = '. '.repeat(EXPLAINED_CHARACTERS / 2 - 5)
  expect(explain('refund', `${filler} refund refund refund`)).toEqual(Array(2).fill('refund~refund same'))
  expect(explain('refund', 'refund '.repeat(MOST_MATCHES + 10))).toHaveLength(MOST_MATCHES)
})

test('any texts: matches stand in order and apart, and hold what they say', () => {
  const text = fc.array(
    fc.oneof(
      fc.constantFrom(...ENTRIES.map(([piece]) => piece), 'Password', '漢字', '𝒳', 'é'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 20 },
  )
  const own = createPairInput(
    tinyEn,
    companionFiles(tinyEn).map(
      ({ path }) => new Uint8Array(readFileSync(`public/models/webrerank-tiny-en/${path}`)),
    ),
  )
  for (const from of [input, own]) {
    fc.assert(
      fc.property(text, text, (words, others) => {
        const [query, document] = [words.join(' '), others.join(' ')]
        let end = 0
        for (const match of createExplainer(from, query)(document)) {
          expect(match.start).toBeGreaterThanOrEqual(end)
          expect(match.end).toBeGreaterThan(match.start)
          end = match.end
          expect(match.query.end).toBeGreaterThan(match.query.start)
          expect(match.query.end).toBeLessThanOrEqual(query.length)
          expect(match.strength !== undefined).toBe(match.kind === 'related')
        }
        expect(end).toBeLessThanOrEqual(document.length)
      }),
    )
  }
})
