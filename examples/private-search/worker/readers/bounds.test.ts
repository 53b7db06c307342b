import { expect, test } from 'vitest'
import { readCode } from './code.js'
import { readCsv } from './csv.js'
import { createFacts } from './facts.js'
import { readHtml } from './html.js'
import { readJson, readJsonLines } from './json.js'
import { readMarkdown } from './markdown.js'
import { readPlain } from './plain.js'
import { readXml } from './xml.js'

const texts = (blocks: Iterable<{ text: string }>) =>
  [...blocks].map(({ text }) => text.trim()).filter(Boolean)

/** Milliseconds of this process, with room: each of these took from seconds to minutes, or overflowed the stack. */
const SOON = 2000

function timed<T>(act: () => T): T {
  const start = process.cpuUsage()
  const result = act()
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(SOON)
  return result
}

test('JSON: numbers keep their digits', () => {
  const source = '{"id": 12345678901234567890, "price": 1.10, "tiny": 1e-400, "list": [9007199254740993]}'
  expect(texts(readJson(source))).toEqual([
    'id: 12345678901234567890',
    'price: 1.10',
    'tiny: 1e-400',
    'list: 9007199254740993',
  ])
})

test('JSON: any depth is read', () => {
  const deep = 100_000
  const source = `${'[{"a":'.repeat(deep)}"found"${'}]'.repeat(deep)}`
  const blocks = timed(() => [...readJson(source)].filter(({ text }) => text))
  expect(blocks).toHaveLength(1)
  expect(blocks[0]!.text).toBe('a: found')
  expect(JSON.stringify(blocks[0]).length).toBeLessThan(300)
})

test('JSON: comments and commas at the end are let pass, as settings have them', () => {
  const facts = createFacts()
  expect(texts(readJson('// why\n{ "a": "b", /* and */ "c": [1, 2,], }', facts))).toEqual([
    '// why',
    'a: b',
    '/* and */',
    'c: 1',
    'c: 2',
  ])
  expect(facts.notes).toEqual([])
})

test('JSON: what follows a mistake is kept, and told', () => {
  const facts = createFacts()
  expect(texts(readJson('{"a": "b",\n"c": nothing quoted,\n"d": "e"}', facts))).toEqual([
    'a: b',
    'nothing quoted,\n"d": "e"}',
  ])
  expect(facts.notes).toEqual([
    'not valid JSON: the mistake is in line 2, and what follows is kept as plain text',
  ])
})

test('JSON lines: a bad line is kept as it is, and told; the others are read', () => {
  const facts = createFacts()
  expect(texts(readJsonLines('{"a":"b"}\n{"a": broken\n{"a":"c"}', facts))).toEqual([
    'a: b',
    '{"a": broken',
    'a: c',
  ])
  expect(facts.notes).toEqual(['not valid JSON, and kept as plain text: line 2'])
})

test('Markdown: a long run of spaces takes no time', () => {
  for (const line of [
    `# a${' '.repeat(200_000)}b`,
    `#${' '.repeat(200_000)}`,
    `a\n-${' '.repeat(200_000)}b`,
  ]) {
    timed(() => [...readMarkdown(line)])
  }
  expect([...readMarkdown('# C#\n\nx')].at(-1)?.heading).toBe('C#')
})

test('HTML: 100,000 elements within one another take no time, and lose nothing', () => {
  const source = `${'<div>'.repeat(100_000)}deep${'</div>'.repeat(100_000)}<p>after`
  expect(timed(() => texts(readHtml(source)))).toEqual(['deep', 'after'])
})

test('HTML: an element that hides and is never closed hides nothing', () => {
  expect(texts(readHtml('<head><title>t</title><body><template><p>kept</p>'))).toEqual(['kept'])
  expect(texts(readHtml('<template>no<template>no</template>no</template><p>yes'))).toEqual(['yes'])
})

test('HTML: turns come between, however little text there is', () => {
  const turns = [...readHtml('<div>'.repeat(100_000))]
  expect(turns.length).toBeGreaterThan(10)
})

test('HTML: the title and what pictures show', () => {
  const facts = createFacts()
  expect(texts(readHtml('<title>A &amp; b</title><p>See <img alt="the red door"> there', facts))).toEqual([
    'See the red door there',
  ])
  expect(facts.title).toBe('A & b')
})

test('XML: texts and attributes with their names, of any depth', () => {
  const source =
    '<?xml version="1.0"?><shop><item id="7"><name>Lamp <b>oil</b></name></item><![CDATA[raw < text]]></shop>'
  expect(texts(readXml(source))).toEqual(['item id: 7', 'name: Lamp oil', 'shop: raw < text'])
  const deep = `${'<a>'.repeat(200_000)}found${'</a>'.repeat(200_000)}`
  expect(timed(() => texts(readXml(deep)))).toEqual(['a: found'])
})

test('CSV: commas in quoted names; names alone; a file of many rows comes in turns', () => {
  expect(texts(readCsv('"Name, first";"City, town";Age\nAda;Rome;36'))).toEqual([
    'Name, first: Ada; City, town: Rome; Age: 36',
  ])
  expect(texts(readCsv('"Name, first, last"\n"Ada, Countess"'))).toEqual(['Name, first, last: Ada, Countess'])
  expect(texts(readCsv('one,two'))).toEqual(['one; two'])
  const many = `n,text\n${Array.from({ length: 20_000 }, (_, i) => `${i},"line\n${i}"`).join('\n')}`
  const rows = [...readCsv(many)]
  expect(rows).toHaveLength(20_000)
  expect(rows.at(-1)).toMatchObject({ text: 'n: 19999; text: line\n19999', place: { first: 20_001 } })
})

test('code: lines as they are, with their numbers', () => {
  const source = `function readFile() {\n\tgo()\n}\n\n${'// more of it\n'.repeat(40)}`
  const [first] = [...readCode(source)]
  expect(first).toMatchObject({ place: { kind: 'lines', first: 1 }, also: 'read File' })
  expect(first!.text).toContain('{\n\tgo()\n}')
  expect([...readCode(source)].map(({ text }) => text).join('\n')).toBe(source)
})

test('plain text without an empty line comes in parts', () => {
  const source = `${'a line of a log\n'.repeat(100_000)}end`
  const blocks = timed(() => [...readPlain(source)])
  expect(blocks.length).toBeGreaterThan(50)
  expect(blocks.map(({ text }) => text).join('\n')).toBe(source)
})
