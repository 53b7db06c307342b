import { expect, test } from 'vitest'
import { searchable, wordsOf, wordsOfPath } from './words.js'

const words = (text: string) =>
  searchable(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []

test('soft hyphens are no part of a word', () => {
  expect(words('war\u00adranty')).toEqual(['warranty'])
  expect(words('war\u00ad\nranty')).toEqual(['warranty'])
  expect(wordsOf('war\u00adranty')).toEqual(['warranty'])
})

test('a word that a line end cuts is found whole, and by its parts', () => {
  for (const hyphen of ['-', '\u2010']) {
    expect(words(`the war${hyphen}\nranty ends`)).toContain('warranty')
    expect(words(`a well${hyphen}\nknown ship`)).toEqual(
      expect.arrayContaining(['well', 'known', 'wellknown']),
    )
  }
})

test('words of Chinese and Japanese that a line end breaks are found', () => {
  expect(words('这台洗衣机的保修\n期是两年')).toEqual(words('这台洗衣机的保修期是两年'))
  expect(words('洗濯\r\n　機の保証')).toEqual(words('洗濯機の保証'))
})

test('Arabic and Hebrew are found with vowel signs and without', () => {
  expect(words('الضَّمَانُ سَارٍ')).toEqual(words('الضمان سار'))
  expect(wordsOf('الضَّمَان')).toEqual(wordsOf('الضمان'))
  expect(words('الضمـــان')).toEqual(words('الضمان'))
  expect(words('אַחֲרָיוּת')).toEqual(words('אחריות'))
})

test('ligatures and wide letters are the letters that they stand for', () => {
  expect(words('ﬁle ＷＩＦＩ')).toEqual(['file', 'wifi'])
})

test('names of files are words', () => {
  expect(wordsOfPath('home/wifi.txt').split(/\s+/)).toEqual(expect.arrayContaining(['home', 'wifi', 'txt']))
  expect(wordsOfPath('HomeRouter2_setup.md')).toMatch(/Home Router/)
})
