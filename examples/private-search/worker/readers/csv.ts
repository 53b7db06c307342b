import Papa from 'papaparse'
import type { Block } from '../chunks.js'

/** Characters parsed between two turns. */
const SLICE = 65_536

/** A block a row: `name: value; name: value`, the names from the first row. */
export function* readCsv(text: string): Generator<Block> {
  yield* describeRows(rowsOf(text))
}

/** Rows with the names of the first, as `name: value; name: value`. */
export function* describeRows(
  rows: Iterable<{ number: number; cells: readonly string[] }>,
  heading = '',
): Generator<Block> {
  let names: readonly string[] | undefined
  let first = 1
  let found = false
  for (const { number, cells } of rows) {
    if (!names) {
      names = cells
      first = number
      continue
    }
    const text = describeCells(cells, names)
    found ||= text !== ''
    // The row's number as a spreadsheet shows it, the names being row 1.
    yield { text, heading, place: { kind: 'rows', first: number, last: number } }
  }
  // Names alone are text too.
  if (names && !found) {
    yield { text: describeCells(names, []), heading, place: { kind: 'rows', first, last: first } }
  }
}

function describeCells(cells: readonly string[], names: readonly string[]): string {
  return cells
    .map((value, column) => {
      const name = names[column]?.trim()
      return value.trim() && (name ? `${name}: ${value.trim()}` : value.trim())
    })
    .filter(Boolean)
    .join('; ')
}

function* rowsOf(text: string): Generator<{ number: number; cells: string[] }> {
  const delimiter = delimiterOf(text)
  let number = 0
  for (const part of partsOf(text)) {
    for (const cells of Papa.parse<string[]>(part, { delimiter }).data) yield { number: ++number, cells }
  }
}

/** Parts that end with a row: at a line end that no quote is open at. */
function* partsOf(text: string): Generator<string> {
  let start = 0
  let quotes = 0
  let counted = 0
  for (let end = text.indexOf('\n', SLICE); end >= 0; end = text.indexOf('\n', end + 1)) {
    for (let at = text.indexOf('"', counted); at >= 0 && at < end; at = text.indexOf('"', at + 1)) quotes++
    counted = end
    if (quotes % 2 === 1) continue
    yield text.slice(start, end)
    start = end + 1
    end = Math.max(end, start + SLICE - 1)
  }
  if (start < text.length) yield text.slice(start)
}

/** The one that stands most often in the first row, which holds the names. What is in quotes is a name. */
function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '\t', '|'].map((delimiter) => [delimiter, 0]))
  let quoted = false
  for (const char of text.slice(0, SLICE)) {
    if (char === '"') quoted = !quoted
    else if (quoted) continue
    else if (char === '\n' || char === '\r') break
    else if (counts.has(char)) counts.set(char, counts.get(char)! + 1)
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}
