import { expect, test } from 'vitest'
import { stringsFor } from './index.js'

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ja', 'ar']

test.each(LANGUAGES)(
  '%s has words of its own for all there is to say, and the same places for numbers',
  (tag) => {
    const { language, strings } = stringsFor([`${tag}-XX`])
    const { strings: english } = stringsFor(['en'])
    expect(language).toBe(tag)
    for (const [name, text] of Object.entries(strings)) {
      const own = english[name as keyof typeof english]
      expect(text.trim(), name).not.toBe('')
      expect(text.match(/\{\w+\}/g), name).toEqual(own.match(/\{\w+\}/g))
    }
    const others = LANGUAGES.filter((other) => other !== tag).map(
      (other) => stringsFor([other]).strings.placeholder,
    )
    expect(others).not.toContain(strings.placeholder)
  },
)

test('the first language that there are words of counts; English where there is none', () => {
  expect(stringsFor([undefined, 'nl', 'FR-ca', 'de']).language).toBe('fr')
  expect(stringsFor(['nl']).language).toBe('en')
})
