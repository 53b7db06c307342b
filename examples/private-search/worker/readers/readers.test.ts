import { expect, test } from 'vitest'
import { readCsv } from './csv.js'
import { readHtml } from './html.js'
import { readJson, readJsonLines } from './json.js'
import { readMarkdown } from './markdown.js'
import { readPlain } from './plain.js'
import { unwrap } from './unwrap.js'

const rows = (source: string) =>
  [...readCsv(source)]
    .filter(({ text }) => text)
    .map(({ text, place }) => [text, place?.kind === 'rows' && place.first])

const texts = (blocks: Iterable<{ text: string; heading?: string }>) =>
  [...blocks].filter(({ text }) => text.trim()).map(({ text, heading }) => [heading ?? '', text])

test('Markdown: headings of both kinds, nested; none in a fence; front matter is text', () => {
  const source = '---\ntitle: x\n---\n# A\n\none\n\n## B ##\ntwo\n\n```\n# no\n```\n\nC\n===\n\nthree'
  expect(texts(readMarkdown(source))).toEqual([
    ['', 'title: x'],
    ['A', 'one'],
    ['A › B', 'two'],
    ['A › B', '```\n# no\n```'],
    ['C', 'three'],
  ])
})

test('Markdown: a rule at the top is no front matter', () => {
  expect(texts(readMarkdown('---\none'))).toEqual([['', '---\none']])
})

test('HTML: what is seen, by headings; scripts and styles are not', () => {
  const source =
    '<head><title>no</title></head><style>p{}</style><h1>A <em>b</em></h1><p>one<br>two &amp; <b>three</b></p><script>no()</script><pre>x\n  y</pre>'
  expect(texts(readHtml(source))).toEqual([
    ['A b', 'one two & three'],
    ['A b', 'x\n  y'],
  ])
})

test('JSON: strings with their paths, lines too', () => {
  expect([...readJson('{"a":[{"b":"c"},null,true],"n":1,"on":true}')]).toEqual([
    { text: 'b: c', place: { kind: 'path', path: 'a[0].b' }, also: 'a' },
    { text: 'n: 1', place: { kind: 'path', path: 'n' }, also: '' },
    { text: 'on: true', place: { kind: 'path', path: 'on' }, also: '' },
  ])
  expect([...readJsonLines('{"a":"b"}\n\n{"a":"c"}\n')].map(({ place }) => place)).toEqual([
    { kind: 'path', path: '[0].a' },
    { kind: 'path', path: '[2].a' },
  ])
})

test('CSV: rows with their names, quotes, and the number that a spreadsheet shows', () => {
  expect(rows('name;says\nA;"b; c"\n\nD;\n')).toEqual([
    ['name: A; says: b; c', 2],
    ['name: D', 4],
  ])
})

test('plain text: paragraphs; wrapped lines are joined, lists are not', () => {
  expect(texts(readPlain('one\n\r\n \ntwo'))).toEqual([
    ['', 'one'],
    ['', 'two'],
  ])
  const long = 'x'.repeat(60)
  expect(unwrap(`${long}\ny\nz`)).toBe(`${long} y\nz`)
  expect(unwrap(`- ${long}\n- y`)).toBe(`- ${long}\n- y`)
})
