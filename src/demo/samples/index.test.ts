import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocuments } from '../input/documents.js'
import { textOf } from '../input/types.js'
import { LANGUAGE_SAMPLES, SAMPLES } from './index.js'

const ALL = [...SAMPLES, ...LANGUAGE_SAMPLES.values()]

function words(text: string, lang = 'en'): string[] {
  const segments = new Intl.Segmenter(lang, { granularity: 'word' }).segment(text.toLowerCase())
  return Array.from(segments).flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))
}

// The page says so beside each sample, and it would be a trick if it were not true.
test.each(ALL)('$name: in the order of a keyword count, the best one not first', (sample) => {
  const query = new Set(words(sample.query, sample.lang))
  const counts = sample.documents.map(
    (document) => words(document, sample.lang).filter((word) => query.has(word)).length,
  )
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  expect(sample.best).not.toBe(0)
})

test.each(ALL)('$name: the field is read as it is written', async (sample) => {
  const parsed = await parseDocuments(sample.documents.join('\n'))
  expect(parsed).toMatchObject({ ok: true, form: 'lines' })
  expect(parsed.ok && parsed.documents.map(textOf)).toEqual(sample.documents)
})

test('the page shows the first sample before its script is there', () => {
  const page = readFileSync('index.html', 'utf8')
  const list = page.slice(page.indexOf('id="board-before"'), page.indexOf('</ol>'))
  const texts = Array.from(list.matchAll(/dir="auto">([^<]+)</g), ([, text]) => text)
  expect(texts).toEqual(SAMPLES[0]!.documents)
  expect(page).toContain(`value="${SAMPLES[0]!.query}"`)
})

test('samples in several languages, each with a tag', () => {
  expect(Array.from(LANGUAGE_SAMPLES.keys()).toSorted()).toEqual(['ar', 'de', 'es', 'fr', 'ja', 'zh'])
  for (const { lang } of SAMPLES) expect(lang).toBeUndefined()
})
