import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, parseDocuments, sniff } from '../server/cli/input.js'
import { UsageError } from '../server/cli/usage.js'
import { printable } from '../server/text/printable.js'
import { campaign } from './support/campaign.js'
import { anyText } from './support/texts.js'

/** Files and pipes to `webrerank rank`. */

const text = fc.oneof(
  anyText(),
  fc.json(),
  fc.array(fc.json()).map((lines) => lines.join('\r\n')),
)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 100 }),
  text.map((text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  text.map((text) => Buffer.from(text)),
)

test('any file: documents that are texts, or what is wrong with it', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom('lines', 'json', 'jsonl', undefined), (bytes, format) => {
      try {
        const content = decode(bytes, 'f')
        for (const document of parseDocuments(content, format ?? sniff(content), 'f', 'text')) {
          expect(typeof document.text).toBe('string')
          expect(document.line).toBeGreaterThan(0)
        }
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        expect(error.message).toMatch(/^f/)
      }
    }),
    campaign({ gate: 10_000, share: 0.5 }),
  )
})

test('no text moves a terminal', () => {
  const escapes = fc.array(
    fc.constantFrom('\u001b', '\u009b', '[2J', ']0;', '\u0007', '\r', '\n', '\u202e', 'a', ' '),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        escapes.map((parts) => parts.join('')),
      ),
      (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
      },
    ),
    campaign({ gate: 10_000, share: 0.5 }),
  )
})
