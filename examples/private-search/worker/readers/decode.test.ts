import { expect, test } from 'vitest'
import { decode } from './decode.js'

const bytes = (...values: number[]) => new Uint8Array(values)
const utf8 = (text: string) => new TextEncoder().encode(text)

/** A text in an encoding, by trying each character that its decoder knows. */
function encode(label: string, text: string): Uint8Array {
  // Node 20 takes windows-1252 for Latin-1: a browser knows the rest.
  const decoder = new TextDecoder(label, { fatal: true })
  const known = new Map<string, number[]>()
  const learn = (...values: number[]) => {
    try {
      const char = decoder.decode(bytes(...values))
      if ([...char].length === 1 && !known.has(char)) known.set(char, values)
    } catch {
      // No character.
    }
  }
  for (let first = 0; first < 256; first++) learn(first)
  if (known.size < 200) for (let a = 0x81; a < 255; a++) for (let b = 0x40; b < 255; b++) learn(a, b)
  return bytes(
    ...[...text].flatMap((char) => {
      const values = known.get(char)
      if (!values) throw new Error(`${label} has no ${char}`)
      return values
    }),
  )
}

test('UTF-8, and marks of UTF-8 and UTF-16', () => {
  expect(decode(utf8('ä')).text).toBe('ä')
  expect(decode(utf8('\ufeffä')).text).toBe('ä')
  expect(decode(bytes(0xff, 0xfe, 0xe4, 0)).text).toBe('ä')
  expect(decode(bytes(0xfe, 0xff, 0, 0xe4)).text).toBe('ä')
})

test('UTF-16 without a mark', () => {
  const text = 'A note of a kettle\r\n'
  const little = new Uint8Array([...text].flatMap((char) => [char.charCodeAt(0), 0]))
  const big = new Uint8Array([...text].flatMap((char) => [0, char.charCodeAt(0)]))
  expect(decode(little).text).toBe(text)
  expect(decode(big).text).toBe(text)
})

test.each([
  ['shift_jis', '<meta charset="Shift_JIS"><p>洗濯機'],
  ['windows-1251', '<?xml version="1.0" encoding="windows-1251"?><a>Гарантия</a>'],
  ['windows-1251', '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">Да'],
  ['koi8-r', '# -*- coding: koi8-r -*-\n# Да'],
])('%s as it is declared', (label, text) => {
  expect(decode(encode(label, text)).text).toBe(text)
})

test.each([
  ['shift_jis', 'この洗濯機の保証期間は二年間です。故障の場合は販売店にご連絡ください。'],
  ['euc-jp', 'この洗濯機の保証期間は二年間です。故障の場合は販売店にご連絡ください。'],
  ['windows-1251', 'Гарантия на стиральную машину действует два года со дня покупки.'],
  ['windows-1251', 'Привет, как дела?'],
  ['gb18030', '这台洗衣机的保修期是两年。如有故障请联系经销商。'],
  ['big5', '這台洗衣機的保固期是兩年。如有故障請聯絡經銷商。'],
  ['euc-kr', '이 세탁기의 보증 기간은 이 년입니다. 고장이 나면 판매점에 연락하십시오.'],
  ['windows-1252', 'ä'],
  ['windows-1252', 'Die Gewährleistung für die Maschine beträgt zwei Jahre. Schöne Grüße, Jürgen Groß.'],
  ['windows-1252', "Le café est fermé à Noël, où l'été a été très chaud."],
  ['windows-1252', 'El año pasado la señora pagó mucho por la reparación.'],
])('%s by its bytes: %s', (label, text) => {
  expect(decode(encode(label, text)).text).toBe(text)
})

test('UTF-8 that declares an older encoding', () => {
  const text = '<meta charset="iso-8859-1"><p>Wäsche'
  expect(decode(utf8(text)).text).toBe(text)
})

test('ISO-2022-JP, which is ASCII but for its escapes', () => {
  expect(decode(bytes(0x1b, 0x24, 0x42, 0x25, 0x46, 0x1b, 0x28, 0x42)).text).toBe('テ')
})

test('a damaged byte in UTF-8 alters nothing else, and is told', () => {
  const good = utf8('Die Wäsche wird geprüft, Stück für Stück, für Ämter.')
  const { text, note } = decode(new Uint8Array([...good, 0x20, 0xff, 0x20, ...good]))
  expect(text).toContain('Wäsche wird geprüft')
  expect(text.match(/\ufffd/g)).toHaveLength(1)
  expect(note).toBe('1 damaged byte is shown as �')
})

test('what cannot be told is a problem, and no other words', () => {
  expect(() => decode(bytes(0x95, 0xdb, 0x8f, 0xd8))).toThrow('encoding')
  expect(() =>
    decode(new Uint8Array(Array.from({ length: 400 }, (_, i) => 128 + ((i * 77) % 128)))),
  ).toThrow()
})

test('what is no text is refused, whatever its name', () => {
  expect(() => decode(bytes(65, 0, 65))).toThrow('not a text file')
  expect(() => decode(bytes(0, 1, 2, 3))).toThrow('not a text file')
  expect(() => decode(new Uint8Array(5000).fill(2))).toThrow('not a text file')
})
