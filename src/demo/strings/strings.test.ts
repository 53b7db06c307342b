import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { setLocale } from '../ui/locale.js'
import { en } from './en.js'
import { LANGUAGES, pickLanguage } from './index.js'

const OTHERS = Object.keys(LANGUAGES).filter((tag) => tag !== 'en')
const PAGE = readFileSync('index.html', 'utf8')
const KEYS = new Set(Array.from(PAGE.matchAll(/data-t(?:-label|-placeholder)?="(\w+)"/g), ([, key]) => key!))

afterEach(() => setLocale('en'))

test.each(OTHERS)('%s has a text for all that the page says, and none that it does not', async (tag) => {
  const { page } = await LANGUAGES[tag]!()
  expect(Object.keys(page).toSorted()).toEqual(Array.from(KEYS).toSorted())
  for (const [key, text] of Object.entries(page)) expect(text.trim(), key).not.toBe('')
})

test.each(OTHERS)('%s: texts with numbers and names keep them', async (tag) => {
  const strings = await LANGUAGES[tag]!()
  const fill = ['11', '22', '33']
  for (const [key, english] of Object.entries(en)) {
    const own = strings[key as keyof typeof strings]
    expect(typeof own, key).toBe(typeof english)
    if (typeof english !== 'function' || key === 'describeDocuments') continue
    const call = (text: unknown) => String((text as (...values: string[]) => string)(...fill))
    const numbers = (text: string) => (text.match(/11|22|33/g) ?? []).toSorted()
    // The second time of a count may be left out, as English does with its plural.
    expect(new Set(numbers(call(own))), key).toEqual(new Set(numbers(call(english))))
  }
})

test.each(['en', ...OTHERS])('%s: what is told of the documents, in each form', async (tag) => {
  const { describeDocuments } = await LANGUAGES[tag]!()
  const parsed = { ok: true as const, documents: ['a', 'b'], blank: 3, column: 'col', engine: 'Algolia' }
  const task = { documents: ['a'], form: 'tasks' as const }
  const texts = (['lines', 'csv', 'jsonl', 'request', 'results', 'json', 'tasks'] as const).map((form) =>
    describeDocuments({ ...parsed, form, relevance: [0, 1], tasks: [task, task] }),
  )
  expect(new Set(texts).size).toBe(texts.length)
  for (const text of texts) expect(text).toContain('2')
})

test('the first language that there are strings of; English else', () => {
  expect(pickLanguage(['', 'nl', 'ZH-hant', 'de'])).toBe('zh')
  expect(pickLanguage(['nl', 'constructor'])).toBe('en')
})
