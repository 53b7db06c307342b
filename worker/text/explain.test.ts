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
    pieces: () => ENTRIES.map(([piece]) => piece),
    slices: (text) => [{ ids: encode(text), end: text.length }],
    padId: 0,
    template: { parts: [], specials: 3 },
  },
  maxLength: 16,
  match: { table, related, settings },
}

async function matchesOf(from: PairInput, query: string, document: string): Promise<WordMatch[]> {
  return (await createExplainer(from, query, async () => {}))(document)
}

/** As `word~query word`, with how they meet. */
async function explain(query: string, document: string, from: PairInput = input): Promise<string[]> {
  const told = ({ start, end, query: asked, kind, strength }: WordMatch) =>
    `${document.slice(start, end)}~${query.slice(asked.start, asked.end)} ${strength ?? kind}`
  return (await matchesOf(from, query, document)).map(told)
}

test('the same words, their forms and words related to them are told, with their places', async () => {
  const query = 'how to get Money back: flight to the refund'
  expect(await explain(query, 'The REFUNDS, and back to travel (flight).')).toEqual([
    'REFUNDS~refund same',
    'back~back same',
    'travel~flight near',
    'flight~flight same',
  ])
  expect(await explain('flight money', 'Refund the passport')).toEqual(['Refund~money close'])
  expect(await explain('flight', 'refund')).toEqual(['refund~flight far'])
})

test('words that begin alike are told', async () => {
  expect(await explain('passport', 'a PASSWORD, a pass, Passport')).toEqual([
    'PASSWORD~passport begins',
    'pass~passport begins',
    'Passport~passport same',
  ])
})

test('function words are told where the query has no other', async () => {
  expect(await explain('how to refund', 'how to refund')).toEqual(['refund~refund same'])
  expect(await explain('to the', 'to the travel')).toEqual(['to~to same'])
  expect(await explain('how to', 'how to travel')).toEqual(['how~how same'])
})

test('what is no word to the model is met by its letters', async () => {
  expect(await explain('XK4711 ÉTÉ 東京', 'the xk4711 in été: 京')).toEqual([
    'xk4711~XK4711 same',
    'été~ÉTÉ same',
    '京~京 same',
  ])
})

test('without tables words meet by their letters alone', async () => {
  const plain = { tokenizer: input.tokenizer, maxLength: 16 }
  expect(await explain('the Refund ﬁle', 'THE refunds: refund, FILE', plain)).toEqual([
    'THE~the same',
    'refund~Refund same',
    'FILE~ﬁle same',
  ])
})

test('of a long text the beginning is told, and not for ever', async () => {
  const filler = '. '.repeat(EXPLAINED_CHARACTERS / 2 - 5)
  expect(await explain('refund', `${filler} refund refund refund`)).toEqual(
    Array(2).fill('refund~refund same'),
  )
  expect(await explain('refund', 'refund '.repeat(MOST_MATCHES + 10))).toHaveLength(MOST_MATCHES)
})

test('any texts: matches stand in order and apart, and hold what they say', async () => {
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
    await fc.assert(
      fc.asyncProperty(text, text, async (words, others) => {
        const [query, document] = [words.join(' '), others.join(' ')]
        let end = 0
        for (const match of await matchesOf(from, query, document)) {
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

test('long texts are read in steps, in which the work can be cancelled', async () => {
  const text = Array.from({ length: 3000 }, (_, i) => `word${i}`).join(' ')
  let steps = 0
  const explain = await createExplainer(input, text, async () => void steps++)
  expect(steps).toBeGreaterThan(5)
  await explain(text)
  expect(steps).toBeGreaterThan(10)
  await expect(createExplainer(input, text, () => Promise.reject(new Error('cancelled')))).rejects.toThrow()
  expect(await explain('x'.repeat(9_000_000))).toEqual([])
})
