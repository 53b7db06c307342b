import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createModel } from '../../fixtures/models/models.mjs'
import { SLICE } from './slices.js'
import { createTokenizer } from './tokenizer.js'
import { joinPair } from './windows.js'

const FAMILIES = ['tiny-bert', 'tiny-roberta', 'tiny-xlmr', 'tiny-deberta', 'tiny-modernbert'] as const

const TEXTS = [
  'What is a panda?',
  'The giant panda is a bear that lives in China; it eats bamboo.',
  'Größe, café, naïve',
  '大熊猫吃竹子',
  'قاعدة بيانات',
  'one\ttwo\nthree   four',
  'emoji 👩‍👩‍👧 and a\u0000nul',
  'x'.repeat(200),
]

/** Texts of words and of whatever else, long enough to have a head to cut off. */
const text = fc
  .array(fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    maxLength: 12,
  })
  .map((words) => words.join(' '))

describe.each(FAMILIES)('%s', (name) => {
  const { tokenizer: file, tokenizerConfig } = createModel(name)
  const specials = (file.added_tokens as { content: string; special: boolean }[]).flatMap((token) =>
    token.special ? token.content : [],
  )
  const library = new LibraryTokenizer(file, tokenizerConfig)
  const tokenizer = createTokenizer(file, tokenizerConfig)

  test("a pair is what the tokenizer's own pair encoding gives", () => {
    for (const query of TEXTS) {
      for (const document of TEXTS) {
        const own = library.encode(query, { text_pair: document, return_token_type_ids: true })
        const pair = joinPair(tokenizer.template, tokenizer.encode(query), tokenizer.encode(document))
        expect([...pair.ids]).toEqual(own.ids)
        // RoBERTa has one type of token, whatever the library answers.
        if (name !== 'tiny-roberta') expect([...pair.types]).toEqual(own.token_type_ids)
        else expect(new Set(pair.types)).toEqual(new Set([0]))
      }
    }
  })

  test('an empty document is still a pair', () => {
    const pair = joinPair(tokenizer.template, tokenizer.encode('panda'), tokenizer.encode(''))
    expect(pair.ids).toHaveLength(tokenizer.template.specials + tokenizer.encode('panda').length)
  })

  test('no text becomes a special token', () => {
    const specials = new Set(
      tokenizer.template.parts.flatMap((part) => (part.kind === 'special' ? [part.id] : [])),
    )
    const spelt = (file.added_tokens as { content: string; special: boolean }[])
      .filter((token) => token.special)
      .map((token) => token.content)
    expect(spelt.length).toBeGreaterThan(0)
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...spelt), text), { maxLength: 6 }), (parts) => {
        for (const id of tokenizer.encode(parts.join(''))) expect(specials.has(id)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  test('any text has the ids that the library gives it', () => {
    const odd = fc.constantFrom(
      '\u0301',
      '\u00a0',
      '\u2028',
      '\ufeff',
      '\u0000',
      'Σ',
      'ΟΔΟΣ',
      'ﬁ',
      '\t',
      '\r\n',
      ' ',
    )
    const specials = (file.added_tokens as { content: string; special: boolean }[]).filter(
      ({ special }) => special,
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(text, odd), { maxLength: 8 }), (parts) => {
        const value = parts.join('')
        fc.pre(value !== '' && !specials.some(({ content }) => value.includes(content)))
        expect(tokenizer.encode(value)).toEqual(library.encode(value, { add_special_tokens: false }).ids)
      }),
      { numRuns: 1000 },
    )
  })

  test('a long text has the ids of the whole, slice by slice', () => {
    const seam = fc.constantFrom(' ', '  ', '\n', '. ', '', '\u3000')
    const part = fc.tuple(fc.oneof(text, fc.constantFrom('大熊猫吃竹子。', 'naïve café, ')), seam)
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const value = parts.flat().join('').repeat(400).slice(0, 30_000)
        const slices = [...tokenizer.slices(value)]
        expect(slices.every(({ end }, i) => end - (slices[i - 1]?.end ?? 0) <= SLICE)).toBe(true)
        expect(slices.at(-1)?.end ?? 0).toBe(value.length)
        fc.pre(hasSeams(value) && !specials.some((content) => value.includes(content)))
        expect(tokenizer.encode(value)).toEqual(library.encode(value, { add_special_tokens: false }).ids)
      }),
      { numRuns: 25 },
    )
  })

  test('text without spaces is cut where a token ends', () => {
    for (const run of ['大熊猫吃竹子。', '大熊猫', 'naïve,café.', '1,2;3', '😀👩‍👩‍👧']) {
      const value = run.repeat(9000 / run.length)
      expect(tokenizer.encode(value)).toEqual(library.encode(value, { add_special_tokens: false }).ids)
    }
  })

  test('millions of characters without a space are read in steps, and do not overflow the stack', () => {
    for (const run of ['한', 'é', '😀', '.', 'e\u0301']) {
      const value = run.repeat(8_000_000 / run.length)
      let read = 0
      for (const { ids, end } of tokenizer.slices(value)) {
        expect(end - read).toBeLessThanOrEqual(SLICE)
        expect(ids.length).toBeLessThanOrEqual(8 * SLICE)
        read = end
        // As far as any request reads.
        if (read > 100_000) break
      }
    }
  })
})

/** Whether words are apart often enough that each slice can end between two. */
function hasSeams(text: string): boolean {
  return !/\S{1000}/.test(text)
}

test('a tokenizer without a pair template is refused', () => {
  const { tokenizer: file } = createModel('tiny-bert')
  expect(() => createTokenizer({ ...file, post_processor: null })).toThrow(/template/)
  const oneText = {
    type: 'TemplateProcessing',
    pair: [{ Sequence: { id: 'A', type_id: 0 } }],
    special_tokens: {},
  }
  expect(() => createTokenizer({ ...file, post_processor: oneText })).toThrow(/once each/)
})
