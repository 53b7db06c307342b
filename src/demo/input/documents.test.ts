import { describe, expect, test } from 'vitest'
import { joinJsonLines, parseDocuments } from './documents.js'

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

describe('CSV', () => {
  test.each([
    ['id,text\n1,one\n2,two', 'text', ['one', 'two']],
    ['text;id\n"one; with ""quotes""\nand a break";1', 'text', ['one; with "quotes"\nand a break']],
    ['\uFEFFId\tContent\r\n1\tone\r\n', 'Content', ['one']],
  ])('%j', (source, column, documents) => {
    expect(parseDocuments(source)).toMatchObject({ ok: true, form: 'csv', column, documents })
  })

  test('a header without a known name is CSV where it is said, and the longest column counts', () => {
    const source = 'a,b\n1,a long text\n2,another'
    expect(parseDocuments(source)).toMatchObject({ form: 'lines' })
    expect(parseDocuments(source, 'csv')).toMatchObject({
      column: 'b',
      documents: ['a long text', 'another'],
    })
  })

  test.each([
    ['id,text\n1,"one', /Row 2/],
    ['id,text\n1', /Row 2 of the CSV has 1 cells, so no “text”/],
    ['id,text', /no rows/],
  ])('%j is told', (source, problem) => {
    expect(parseDocuments(source, 'csv')).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem),
    })
  })

  test('a sentence with commas is no header', () => {
    expect(parseDocuments('A text, a document, and more of it: all in one line.\ntwo')).toMatchObject({
      form: 'lines',
    })
  })
})

test('lines of JSON, with blank ones between them', () => {
  const text = joinJsonLines('{"text": "a"}\r\n\n"b"\n  \n')
  expect(parseDocuments(text, 'json')).toMatchObject({ ok: true, documents: [{ text: 'a' }, 'b'] })
})
