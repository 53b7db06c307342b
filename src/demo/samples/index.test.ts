import { expect, test } from 'vitest'
import { parseDocuments, textOf } from '../input/documents.js'
import { SAMPLES } from './index.js'
import { sampleText } from './sample.js'

function words(text: string, lang = 'en'): string[] {
  const segments = new Intl.Segmenter(lang, { granularity: 'word' }).segment(text.toLowerCase())
  return Array.from(segments).flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))
}

// The page says so beside each sample, and it would be a trick if it were not true.
test.each(SAMPLES)('$name: in the order of a keyword count, the best one not first', (sample) => {
  const query = new Set(words(sample.query, sample.lang))
  const counts = sample.documents.map(
    (document) => words(document, sample.lang).filter((word) => query.has(word)).length,
  )
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  expect(sample.best).toBeGreaterThan(0)
})

test.each(SAMPLES)('$name: the field is read as it is written', (sample) => {
  const parsed = parseDocuments(sampleText(sample))
  expect(parsed).toMatchObject({ ok: true, form: sample.form })
  expect(parsed.ok && parsed.documents.map(textOf)).toEqual(sample.documents)
})

test('samples in several languages, scripts and forms', () => {
  expect(new Set(SAMPLES.map(({ lang }) => lang ?? 'en'))).toEqual(
    new Set(['en', 'de', 'fr', 'es', 'zh', 'ja', 'ar']),
  )
  expect(new Set(SAMPLES.map(({ form }) => form))).toEqual(new Set(['lines', 'json', 'csv']))
})
