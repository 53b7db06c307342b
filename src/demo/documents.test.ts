import { describe, expect, test } from 'vitest'
import { parseDocuments } from './documents.js'

describe('lines', () => {
  test.each([
    ['one\ntwo', ['one', 'two'], 0],
    ['one\r\ntwo\r\n', ['one', 'two'], 0],
    ['one\n\n \ntwo\n\n', ['one', 'two'], 2],
    ['  not trimmed  ', ['  not trimmed  '], 0],
    ['[1] Introduction\n[2] Method', ['[1] Introduction', '[2] Method'], 0],
    ['{braces} in a text', ['{braces} in a text'], 0],
    ['"quoted", and more', ['"quoted", and more'], 0],
  ])('%j', (source, documents, blank) => {
    expect(parseDocuments(source)).toEqual({ ok: true, form: 'lines', documents, blank })
  })

  test.each(['', ' \n\t\n'])('%j has no document', (source) => {
    expect(parseDocuments(source)).toMatchObject({ ok: false, form: 'lines' })
  })
})

describe('JSON', () => {
  test('strings and objects, other members kept', () => {
    const documents = ['one', { text: 'two', id: 2 }, '']
    expect(parseDocuments(` ${JSON.stringify(documents, null, 2)}\n`)).toMatchObject({
      ok: true,
      form: 'json',
      documents,
    })
  })

  test.each([
    ['["one", "two"', /starts like JSON but is not/],
    ['[]', /empty/],
    ['{"documents": ["one"]}', /JSON object/],
    ['["one", 2]', /Item 2 is a number/],
    ['["one", null]', /Item 2 is null/],
    ['[{"title": "one"}]', /Item 1 is an object without a text/],
    ['[["one"]]', /Item 1 is an array/],
  ])('%s', (source, problem) => {
    expect(parseDocuments(source)).toMatchObject({
      ok: false,
      form: 'json',
      problem: expect.stringMatching(problem),
    })
  })
})
