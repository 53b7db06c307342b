import type { Block } from '../chunks.js'
import { createFacts, type Facts } from './facts.js'
import { linesOf } from './plain.js'

/** Dates as people ask for them: `20260314T090000Z` is found by `14 March 2026`. */
const DATE = /\b(\d{4})(\d\d)(\d\d)(?=T|\b)/g
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })

const PROPERTY = /^([\w.-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)$/

/** Appointments, tasks and addresses (iCalendar, vCard), a block each. Values are as they are written. */
export function* readCalendar(text: string, facts: Facts = createFacts()): Generator<Block> {
  let lines: string[] = []
  // A long line goes on after a line end and a space; in quoted-printable, after a sign at its end.
  const unfolded = text.replace(/\r?\n[ \t]/g, '').replace(/(ENCODING=QUOTED-PRINTABLE.*)=\r?\n/gi, '$1')
  for (const line of linesOf(unfolded)) {
    if (!/^(BEGIN|END):/i.test(line)) {
      const shown = describeLine(line, facts)
      if (shown) lines.push(shown)
    } else if (lines.length > 0) {
      yield blockOf(lines)
      lines = []
    }
  }
  if (lines.length > 0) yield blockOf(lines)
  facts.notes = [...new Set(facts.notes)]
}

function blockOf(lines: readonly string[]): Block {
  const text = lines.join('\n')
  return { text, also: datesIn(text) }
}

/** `SUMMARY:Dentist` as `summary: Dentist`. */
function describeLine(line: string, facts: Facts): string {
  const parsed = PROPERTY.exec(line)
  if (!parsed) return line.trim()
  const [, name = '', parameters = '', value = ''] = parsed
  if (/ENCODING=(B|BASE64)\b/i.test(parameters)) {
    facts.notes.push(`attachment ${name}: not supported`)
    return ''
  }
  const decoded = /QUOTED-PRINTABLE/i.test(parameters) ? unquote(value) : unescapeValue(value)
  if (/^X-WR-CALNAME$/i.test(name)) facts.title = decoded
  return decoded.trim() && `${name.toLowerCase()}: ${decoded}${namesIn(parameters)}`
}

function unescapeValue(value: string): string {
  return value.replace(/\\([nN,;\\])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char))
}

/** The names of people beside their addresses. */
function namesIn(parameters: string): string {
  const name = /;CN=(?:"([^"]*)"|([^;:]*))/i.exec(parameters)
  return name ? ` (${name[1] ?? name[2]})` : ''
}

function unquote(value: string): string {
  const bytes = [...value.replace(/=\r?\n/g, '').matchAll(/=([0-9A-F]{2})|([^=]|=)/gi)].flatMap(
    ([, hex, char]) => (hex ? [Number.parseInt(hex, 16)] : [...new TextEncoder().encode(char)]),
  )
  return new TextDecoder().decode(new Uint8Array(bytes))
}

function datesIn(text: string): string {
  return [...text.matchAll(DATE)]
    .map(([, year, month, day]) => new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))))
    .filter((date) => !Number.isNaN(date.getTime()))
    .map((date) => days.format(date))
    .join(' ')
}
