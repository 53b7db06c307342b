import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { bestSentences, splitSentences, wordsIn } from './sentences.js'

test.each([
  ['en', 'One is here.  Two is there!\n\nThree', ['One is here.', 'Two is there!', 'Three']],
  ['zh', '今天下雨。明天晴天！', ['今天下雨。', '明天晴天！']],
  ['ja', '雨が降る。晴れる。', ['雨が降る。', '晴れる。']],
  ['ar', 'هل أنت هنا؟ نعم.', ['هل أنت هنا؟', 'نعم.']],
  ['en', '--- *** ', []],
])('sentences of %s: %s', (locale, text, sentences) => {
  expect(splitSentences(text, locale).map((span) => span.text)).toEqual(sentences)
})

test('a sentence stands in the text where its offsets say', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const spans = splitSentences(text, 'en')
      return spans.every(
        ({ text: own, start, end }, i) => text.slice(start, end) === own && start >= (spans[i - 1]?.end ?? 0),
      )
    }),
    { numRuns: 30 },
  )
})

test('a long text is read where the query’s words are', async () => {
  const text = `${'Some filler is here. '.repeat(50)}The café opens at nine. ${'More of it. '.repeat(50)}`
  let read: string[] = []
  const [best] = await bestSentences('When does the cafe open?', text, {
    candidates: 5,
    reranker: {
      rank: async ({ documents }) => {
        read = documents
        const index = documents.findIndex((document) => document.includes('café'))
        return { results: [{ index, relevance_score: 0.9 }] }
      },
    },
  })
  expect(read).toHaveLength(5)
  expect(best).toEqual({ text: 'The café opens at nine.', start: 1050, end: 1073, score: 0.9 })
})

test('words are known by their letters: Firefox’s segmenter denies that the last of a text without spaces is one', () => {
  const { segment } = Intl.Segmenter.prototype
  const denied = vi.spyOn(Intl.Segmenter.prototype, 'segment').mockImplementation(function (
    this: Intl.Segmenter,
    text,
  ) {
    return Array.from(segment.call(this, text), (each) => ({ ...each, isWordLike: false })) as never
  })
  expect(wordsIn('保証の期間。', 'ja')).toEqual(['保証', 'の', '期間'])
  denied.mockRestore()
})
