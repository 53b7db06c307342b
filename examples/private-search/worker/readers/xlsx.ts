import type { Block } from '../chunks.js'
import { describeRows } from './csv.js'
import type { Facts } from './facts.js'
import { scanMarkup } from './markup.js'
import { elementsOf, localName, relationsOf, textOf } from './relations.js'
import { Unreadable } from './unreadable.js'
import { dateStyles, showDate } from './xlsx-dates.js'
import type { Archive } from './zip.js'

interface Row {
  number: number
  cells: string[]
}

/** What the cells of a sheet refer to. */
interface Book {
  strings: readonly string[]
  /** Whether cells of a style hold dates, by its position. */
  dates: readonly boolean[]
  since1904: boolean
}

/** Sheets in their order, a block each row, with the names of the first row. */
export function* readXlsx(archive: Archive, facts: Facts): Generator<Block> {
  const main = 'xl/workbook.xml'
  const source = archive.text(main)
  if (source === undefined) throw new Unreadable('damaged spreadsheet: the sheets are missing')
  facts.title = textOf(archive.text('docProps/core.xml'), 'title')
  const relations = relationsOf(archive, main)
  const partOf = (type: string) => archive.text(relations.find((each) => each.type === type)?.part ?? '')
  const elements = elementsOf(source)
  const book: Book = {
    strings: stringsOf(partOf('sharedStrings') ?? ''),
    dates: dateStyles(partOf('styles')),
    since1904: elements.some(
      ({ name, attributes }) => name === 'workbookPr' && /^(1|true)$/.test(attributes.date1904 ?? ''),
    ),
  }
  for (const { attributes } of elements.filter(({ name }) => name === 'sheet')) {
    const part = relations.find(({ id }) => Object.values(attributes).includes(id))?.part ?? ''
    if (archive.has(part)) yield* readSheet(archive, part, attributes.name ?? '', book)
    else facts.notes.push(`sheet ${attributes.name} is missing`)
  }
}

function* readSheet(archive: Archive, sheet: string, heading: string, book: Book): Generator<Block> {
  yield* describeRows(rowsOf(archive.text(sheet) ?? '', book), heading)
  for (const { type, part } of relationsOf(archive, sheet)) {
    if (!/^(comments|threadedComment)$/.test(type)) continue
    for (const text of stringsOf(archive.text(part) ?? '', 'comment')) {
      yield { text, heading: `${heading} › Comments` }
    }
  }
}

/** The texts within each element of a name: a text may be of several runs. Readings of characters are left out. */
function stringsOf(source: string, item = 'si'): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  let inReading = false
  const handler = {
    open(full: string) {
      const name = localName(full)
      if (name === item || name === 'threadedComment') text = ''
      else if (name === 'rPh') inReading = true
      inText = (name === 't' || name === 'text') && !inReading
    },
    text(value: string) {
      if (inText) text += value
    },
    close(full: string) {
      const name = localName(full)
      inText = false
      if (name === 'rPh') inReading = false
      if (name === item || name === 'threadedComment') strings.push(text)
    },
  }
  for (const _ of scanMarkup(source, handler, true));
  return strings
}

function* rowsOf(source: string, book: Book): Generator<Row> {
  let rows: Row[] = []
  let row: Row = { number: 0, cells: [] }
  let cell: Readonly<Record<string, string>> = {}
  let value = ''
  let inValue = false
  const handler = {
    open(full: string, attributes: Readonly<Record<string, string>>) {
      const name = localName(full)
      if (name === 'row') row = { number: Number(attributes.r) || row.number + 1, cells: [] }
      else if (name === 'c') {
        cell = attributes
        value = ''
      }
      inValue = name === 'v' || name === 't'
    },
    text(text: string) {
      if (inValue) value += text
    },
    close(full: string) {
      const name = localName(full)
      inValue = false
      if (name === 'c') row.cells[columnOf(cell.r) ?? row.cells.length] = showCell(cell, value, book)
      else if (name === 'row')
        rows.push({ number: row.number, cells: Array.from(row.cells, (each) => each ?? '') })
    },
  }
  for (const _ of scanMarkup(source, handler, true)) {
    yield* rows
    rows = []
  }
  yield* rows
}

/** `C7` is column 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function showCell({ t, s }: Readonly<Record<string, string>>, value: string, book: Book): string {
  if (t === 's') return book.strings[Number(value)] ?? ''
  if (t === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  const isNumber = !t || t === 'n'
  return isNumber && value && book.dates[Number(s)] ? showDate(Number(value), book.since1904) : value
}
