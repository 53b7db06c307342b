import { describe, expect, test } from 'vitest'
import { parseDocuments, sniff } from './input.js'

describe('what a pipe holds', () => {
  test.each([
    ['["a", "b"]', 'json'],
    ['  [{"text": "a"}]\n', 'json'],
    ['{"text": "a"}\n{"text": "b"}', 'jsonl'],
    ['"a"\n"b"', 'jsonl'],
    ['one\ntwo', 'lines'],
    ['[draft] one\ntwo', 'lines'],
    ['"quoted" words', 'lines'],
    ['{x} is a set', 'lines'],
    ['', 'lines'],
  ])('%j', (content, format) => {
    expect(sniff(content)).toBe(format)
  })
})

describe('documents', () => {
  test('lines, without blank ones, by their numbers', () => {
    expect(parseDocuments('\ufeffone\r\n\n  two \n', 'lines', 'f', 'text')).toEqual([
      { text: 'one', file: 'f', line: 1 },
      { text: '  two ', file: 'f', line: 3 },
    ])
  })
  test('JSONL of objects and strings', () => {
    expect(parseDocuments('{"body": "a", "id": 1}\n"b"\n', 'jsonl', 'f', 'body')).toEqual([
      { text: 'a', file: 'f', line: 1 },
      { text: 'b', file: 'f', line: 2 },
    ])
  })
  test('a JSON array', () => {
    expect(parseDocuments('["a", {"text": "b"}]', 'json', 'f', 'text').map(({ text }) => text)).toEqual([
      'a',
      'b',
    ])
  })
  test.each([
    ['{"text": "a"}', 'json', 'f: a JSON array'],
    ['["a", 1]', 'json', 'f:2'],
    ['{"text": "a"}\n{"title": "b"}', 'jsonl', 'f:2'],
    ['{"text": "a"}\n{', 'jsonl', 'f:2: no JSON'],
    ['[1', 'json', 'f: no JSON'],
  ] as const)('%j as %s is refused by its place', (content, format, message) => {
    expect(() => parseDocuments(content, format, 'f', 'text')).toThrow(message)
  })
})
