import Papa from 'papaparse'
import type { Block } from '../chunks.js'

/** A block a row: `name: value; name: value`, the names from the first row. */
export function* readCsv(text: string): Generator<Block> {
  const { data } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text) })
  const [names = [], ...rows] = data
  for (const [i, row] of rows.entries()) {
    const cells = row.map((value, column) => {
      const name = names[column]?.trim()
      return value.trim() && (name ? `${name}: ${value.trim()}` : value.trim())
    })
    // The row's number as a spreadsheet shows it, the names being row 1.
    yield { text: cells.filter(Boolean).join('; '), place: { kind: 'rows', first: i + 2, last: i + 2 } }
  }
}

/** The one that stands most often in the first line, which holds the names. */
function delimiterOf(text: string): string {
  const names = text.slice(0, text.search(/[\r\n]|$/))
  const count = (delimiter: string) => names.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((best, next) => (count(next) > count(best) ? next : best))
}
