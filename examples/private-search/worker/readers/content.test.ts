import { expect, test } from 'vitest'
import { readFile } from './index.js'

const { signal } = new AbortController()
const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

const read = async (path: string, text: string) => {
  const bytes = new TextEncoder().encode(text)
  const { type, facts, blocks } = await readFile(path, bytes, signal)
  return { type, facts, texts: [...blocks].map(({ text }) => text.trim()).filter(Boolean) }
}

test.each([
  ['main.rs', 'fn main() {}', 'Code and settings'],
  ['settings.toml', 'a = 1', 'Code and settings'],
  ['.env', 'KEY=value', 'Code and settings'],
  ['Makefile', '#!/usr/bin/make\nall:', 'Code and settings'],
  ['table.sql', 'SELECT 1;', 'Code and settings'],
  ['server.log', '12:00 started', 'Log'],
  ['feed.xml', '<a>text</a>', 'Data'],
  ['README', 'A note.', 'Text'],
  ['page', '<!doctype html><p>text', 'Web page'],
  ['strange.xyz', 'text of a kind that nobody knows', 'Code and settings'],
])('%s is read', async (path, text, type) => {
  const found = await read(path, text)
  expect(found.type).toBe(type)
  expect(found.texts.length).toBeGreaterThan(0)
})

test.each([
  ['picture.txt', '\x89PNG\r\n\x1a\n\0\0', 'image (PNG)'],
  ['song.md', 'ID3\x04\0\0', 'audio (MP3)'],
  ['letter.doc', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old Office format'],
  ['data.json', '\x1f\x8b\x08\0', 'compressed file (gzip)'],
  ['tool', '\x7fELF\x02\x01\x01\0', 'program'],
  ['manual.pdf', 'this is no PDF', 'not a PDF file'],
])('%s is told by its content', async (path, text, reason) => {
  await expect(readFile(path, bytesOf(text), signal)).rejects.toThrow(reason)
})

test('letters that begin like a binary file are text', async () => {
  expect((await read('note.txt', 'BM is the plate of the car. MZ too.')).texts).toHaveLength(1)
})

test('calendar: appointments with long lines, names, and dates as people say them', async () => {
  const source =
    'BEGIN:VCALENDAR\r\nX-WR-CALNAME:Family\r\nBEGIN:VEVENT\r\nSUMMARY:Dentist\\, second\r\n  visit\r\nDTSTART;TZID="Europe/Rome":20260314T090000\r\nATTENDEE;CN="Ada L":mailto:a@example.com\r\nDESCRIPTION:Bring\\nthe card\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  const { type, facts, texts } = await read('cal.ics', source)
  expect(type).toBe('Calendar and contacts')
  expect(facts.title).toBe('Family')
  expect(texts.at(-1)).toBe(
    'summary: Dentist, second visit\ndtstart: 20260314T090000\nattendee: mailto:a@example.com (Ada L)\ndescription: Bring\nthe card',
  )
  const { blocks } = await readFile('cal.ics', new TextEncoder().encode(source), signal)
  expect([...blocks].map(({ also }) => also).join()).toContain('14 March 2026')
})

test('contacts: quoted-printable', async () => {
  const source =
    'BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=BCrgen\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\nEND:VCARD'
  const { facts, texts } = await read('a.vcf', source)
  expect(texts).toEqual(['fn: Jürgen'])
  expect(facts.notes).toEqual(['attachment PHOTO: not supported'])
})

const LETTER = [
  'From: =?utf-8?Q?J=C3=BCrgen_Gro=C3=9F?= <j@example.com>',
  'To: Ada <ada@example.com>',
  'Subject: =?windows-1251?B?w+Dw4O3y6P8=?=',
  'Date: Sat, 14 Mar 2026 09:00:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: multipart/alternative; boundary=y',
  '',
  '--y',
  'Content-Type: text/plain; charset=windows-1252',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'The kettle is gepr=FCft, and the war=',
  'ranty lasts.',
  '--y',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  btoa('<p>The kettle</p>'),
  '--y--',
  '--x',
  'Content-Type: text/csv; name=parts.csv',
  'Content-Disposition: attachment; filename=parts.csv',
  '',
  'part,price',
  'lid,4.50',
  '--x',
  'Content-Type: image/png; name=a.png',
  'Content-Disposition: attachment; filename=a.png',
  'Content-Transfer-Encoding: base64',
  '',
  btoa('\x89PNG\r\n\x1a\n'),
  '--x--',
].join('\r\n')

test('e-mail: parts, encodings, encoded words, and what is attached', async () => {
  const { type, facts, texts } = await read('letter.eml', LETTER)
  expect(type).toBe('E-mail')
  expect(facts.title).toBe('Гарантия')
  expect(texts[0]).toBe(
    'Subject: Гарантия\nFrom: Jürgen Groß <j@example.com>\nTo: Ada <ada@example.com>\nDate: Sat, 14 Mar 2026 09:00:00 +0100',
  )
  expect(texts.slice(1)).toEqual(['The kettle is geprüft, and the warranty lasts.', 'part: lid; price: 4.50'])
  expect(facts.notes).toEqual([expect.stringMatching(/^attachment a\.png: not supported: image \(PNG\)/)])
})

test('e-mail: another name, and a file that is none', async () => {
  expect((await read('saved', LETTER)).type).toBe('E-mail')
  await expect(read('empty.eml', '')).rejects.toThrow('not an email')
})
