import { expect, test } from 'vitest'
import { escapeControls, harmless, printable } from './printable.js'

const HOSTILE = 'a\u001b[2Jb\u009b31mc\u007f\u202ed\r\ne\tf'

test('a text for a terminal', () => {
  expect(harmless(HOSTILE)).toBe('a\ufffd[2Jb\ufffd31mc\ufffd\ufffdd\ufffd\ne\ufffdf')
  expect(printable(` ${HOSTILE} `)).toBe('a\ufffd[2Jb\ufffd31mc\ufffd\ufffdd e f')
})

test('JSON for a log or a terminal says the same without control characters', () => {
  const json = escapeControls(JSON.stringify({ text: HOSTILE }, null, 2))
  expect(json).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u)
  expect(JSON.parse(json)).toEqual({ text: HOSTILE })
})
