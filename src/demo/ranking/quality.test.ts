import { expect, test } from 'vitest'
import { MULTILINGUAL, reads, scriptLanguage } from './quality.js'

test.each([
  ['ما هي عاصمة اليابان', 'ar'],
  ['虹はなぜ見えるのか', 'ja'],
  ['熊猫吃什么', 'zh'],
  ['столица Японии', 'ru'],
  ['what does 東京 mean?', undefined],
  ['Wie lange?', undefined],
  ['42', undefined],
])('the script of “%s” is of %s', (text, language) => expect(scriptLanguage(text)).toBe(language))

test('a model is known not to read a language only by its card', () => {
  expect(reads('webrerank/tiny-en', 'ar')).toBe(false)
  expect(reads('webrerank/tiny-en', 'en')).toBe(true)
  expect(reads('webrerank/tiny-en', undefined)).toBe(true)
  expect(reads(MULTILINGUAL, 'ar')).toBe(true)
  expect(reads('somebody/else', 'ar')).toBe(true)
})
