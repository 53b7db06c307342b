import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createModel } from '../fixtures/models/models.mjs'
import { createPairInput } from '../worker/text/pair-input.js'
import { guided } from './support/guided.js'
import { changedJson } from './support/mutations.js'
import { refusesAs, refusesByError } from './support/refusals.js'
import { anyText } from './support/texts.js'

/** A model's tokenizer.json may hold anything: it is read and gives texts ids, or it is refused with a reason. */

interface Input {
  json: string
  text: string
}

/** Parts of tokenizers, of the kinds that the library knows and of some that it does not. */
const part = fc
  .tuple(
    fc.constantFrom(
      ...[
        'BertNormalizer',
        'NFC',
        'NFKC',
        'NFKD',
        'Lowercase',
        'Strip',
        'StripAccents',
        'Replace',
        'Prepend',
      ],
      ...['Precompiled', 'Sequence', 'BertPreTokenizer', 'ByteLevel', 'Metaspace', 'Split', 'Punctuation'],
      ...['Digits', 'Whitespace', 'WhitespaceSplit', 'WordPiece', 'BPE', 'Unigram', 'WordLevel', 'Fixed'],
      ...['TemplateProcessing', 'RobertaProcessing', 'BertProcessing', 'none'],
    ),
    fc.dictionary(
      fc.constantFrom(
        ...[
          'normalizers',
          'pretokenizers',
          'processors',
          'pattern',
          'content',
          'behavior',
          'invert',
          'prepend',
        ],
        ...['replacement', 'prepend_scheme', 'add_prefix_space', 'use_regex', 'individual_digits', 'vocab'],
        ...['merges', 'unk_id', 'unk_token', 'pair', 'single', 'special_tokens', 'cls', 'sep', 'split'],
      ),
      fc.oneof(
        fc.constantFrom<unknown>(
          ...[{ Regex: '\\s+' }, { Regex: '(' }, { String: ' ' }, { String: '' }, 'Isolated', 'Removed'],
          ...['MergedWithNext', 'first', 'never', '\u2581', [], [['a', 1]], ['a', 0], { a: 0 }],
        ),
        fc.jsonValue({ maxDepth: 2 }),
      ),
      { maxKeys: 4 },
    ),
  )
  .map(([type, members]) => ({ ...members, type }))

/** With few pieces, so that many are read in a second. */
function small(tokenizer: object): object {
  const { model } = tokenizer as { model: { vocab: object; merges?: unknown[] } }
  const { vocab, merges } = model
  const few = Array.isArray(vocab)
    ? vocab.slice(0, 150)
    : Object.fromEntries(Object.entries(vocab).filter(([, id]) => id < 290))
  return { ...tokenizer, model: { ...model, vocab: few, ...(merges && { merges: merges.slice(0, 30) }) } }
}

const card = { id: 'm', source: 'embedded', window: 64, tokenizer: { path: 'tokenizer.json' } } as never

function isRead({ json, text }: Input): void {
  refusesAs('integrity_failed', () => {
    const input = createPairInput(card, [new TextEncoder().encode(json)])
    refusesByError(() => {
      for (const { ids } of input.tokenizer.slices(text)) expect(Array.isArray(ids)).toBe(true)
    })
  })
}

for (const name of ['tiny-bert', 'tiny-roberta', 'tiny-xlmr', 'tiny-modernbert'] as const) {
  const right = small(createModel(name).tokenizer)

  test(`tokenizer.json of ${name}: any change is read, or refused as what it is, and texts have ids`, async () => {
    await guided<Input>({
      seeds: [{ json: JSON.stringify(right), text: 'The quick  brown 漢字, é\u0301' }],
      change: ({ json }) =>
        fc.record({ json: changedJson(objectOf(json) ?? right, part), text: anyText({ maxLength: 40 }) }),
      holds: isRead,
      gate: 100,
      share: 1 / 4,
    })
  })
}

function objectOf(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {}
}
