import { expect, test } from 'vitest'
import { stringsFor } from './index.js'
import { labelsFor, languageOf } from './labels.js'

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ja', 'ar']

test.each(LANGUAGES)(
  '%s has words of its own for all there is to say, and the same places for numbers',
  (tag) => {
    expect(languageOf([`${tag}-XX`])).toBe(tag)
    const english = stringsFor('en')
    for (const [name, text] of Object.entries(stringsFor(tag))) {
      expect(text.trim(), name).not.toBe('')
      expect(text.match(/\{\w+\}/g), name).toEqual(english[name as keyof typeof english].match(/\{\w+\}/g))
    }
    const others = LANGUAGES.filter((other) => other !== tag)
    for (const name of ['label', 'placeholder'] as const) expect(labelsFor(tag)[name].trim()).not.toBe('')
    expect(others.map((other) => labelsFor(other).placeholder)).not.toContain(labelsFor(tag).placeholder)
    expect(others.map((other) => stringsFor(other).nothing)).not.toContain(stringsFor(tag).nothing)
  },
)

test('the first language that there are words of counts; English where there is none', () => {
  expect(languageOf([undefined, 'nl', 'FR-ca', 'de'])).toBe('fr')
  expect(languageOf(['nl', 'constructor'])).toBe('en')
})
