import { describe, expect, test } from 'vitest'
import { printable } from '../text/printable.js'
import { decode, parseDocuments, sniff } from './input.js'

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
    expect(parseDocuments('one\r\n\n  two \n', 'lines', 'f', 'text')).toEqual([
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
    ['{"text": "a"}', 'json', 'f: must contain a JSON array'],
    ['["a", 1]', 'json', 'f:2'],
    ['{"text": "a"}\n{"title": "b"}', 'jsonl', 'f:2'],
    ['{"text": "a"}\n{', 'jsonl', 'f:2: not valid JSON'],
    ['[1', 'json', 'f: not valid JSON'],
  ] as const)('%j as %s is refused by its place', (content, format, message) => {
    expect(() => parseDocuments(content, format, 'f', 'text')).toThrow(message)
  })
})

describe('what a file is encoded in', () => {
  const text = '["ä", "向量"]\n'
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', utf16(text)],
    ['UTF-16, big end first', utf16(text).swap16()],
  ])('%s', (_, bytes) => {
    expect(decode(bytes, 'f')).toBe(text)
  })
  test('what is no text is refused by its file', () => {
    expect(() => decode(Buffer.from([0x61, 0xff]), 'f.txt')).toThrow('f.txt: is not valid UTF-8')
    expect(() => decode(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61]), 'f.txt')).toThrow(
      'f.txt: is not valid UTF-16LE',
    )
  })
})

test('a terminal obeys nothing of a text', () => {
  expect(printable('a\u001b]0;title\u0007\n\u001b[31mred\u009b2J \u202eback')).toBe(
    'a\ufffd]0;title\ufffd \ufffd[31mred\ufffd2J \ufffdback',
  )
  expect(printable(' 👩‍👩‍👧 עברית\n\nzwei\tdrei ')).toBe('👩‍👩‍👧 עברית zwei drei')
})
