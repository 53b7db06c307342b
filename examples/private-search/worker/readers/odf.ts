import type { Block } from '../chunks.js'
import { describeRows } from './csv.js'
import type { Facts } from './facts.js'
import { createHeadings } from './html.js'
import { scanMarkup } from './markup.js'
import { attributeOf, localName, textOf } from './relations.js'
import { Unreadable } from './unreadable.js'
import type { Archive } from './zip.js'

/** Empty cells and spaces are counted in the file; a sheet may say that it has a million. */
const REPEATED = 200

/** Text, spreadsheets and slides of OpenDocument. */
export function* readOdf(archive: Archive, facts: Facts, spreadsheet: boolean): Generator<Block> {
  const source = archive.text('content.xml')
  if (source === undefined) throw new Unreadable('damaged document: the text is missing')
  if (/<manifest:encryption-data/.test(archive.text('META-INF/manifest.xml') ?? '')) {
    throw new Unreadable('password-protected')
  }
  facts.title = textOf(archive.text('meta.xml'), 'title')
  if (spreadsheet) yield* readSheets(source)
  else yield* readText(source)
}

/** Text of paragraphs, with the spaces, tabs and line ends that are elements. */
function createText() {
  let text = ''
  let depth = 0
  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'p' || name === 'h') depth++
      else if (depth === 0) return
      else if (name === 's') text += ' '.repeat(Math.min(REPEATED, Number(attributes['text:c'] ?? 1) || 1))
      else if (name === 'tab') text += '\t'
      else if (name === 'line-break') text += '\n'
    },
    text(part: string) {
      // Spaces in a row, and line ends, are one space: others are elements.
      if (depth > 0) text += part.replace(/\s+/g, ' ')
    },
    close(name: string) {
      if (name === 'p' || name === 'h') depth = Math.max(0, depth - 1)
    },
    take() {
      const taken = text
      text = ''
      return taken
    },
  }
}

function* readText(source: string): Generator<Block> {
  const headings = createHeadings()
  const words = createText()
  let blocks: Block[] = []
  let level = 1
  let slide = 0
  let inRow = 0
  let row = ''
  const put = (text: string) => {
    if (text.trim()) blocks.push({ text, heading: headings.path() })
  }
  const closeInRow = (name: string) => {
    if (name === 'p' || name === 'h') row += `${words.take()} `
    else if (name === 'table-cell') row = `${row.trimEnd()}\t`
    else if (name === 'table-row' && --inRow === 0) {
      put(row)
      row = ''
    }
  }
  const handler = {
    open(full: string, attributes: Readonly<Record<string, string>>) {
      const name = localName(full)
      if (name === 'h') level = Number(attributeOf({ attributes }, 'outline-level') ?? 1) || 1
      else if (full === 'draw:page') headings.enter(1, `Slide ${++slide}`)
      else if (full === 'presentation:notes') headings.enter(2, 'Notes')
      else if (name === 'table-row') inRow++
      words.open(name, attributes)
    },
    text: words.text,
    close(full: string) {
      const name = localName(full)
      words.close(name)
      if (full === 'presentation:notes') headings.enter(2, '')
      else if (inRow > 0) closeInRow(name)
      else if (name === 'h') headings.enter(Math.min(level, 10), words.take().trim())
      else if (name === 'p') put(words.take())
    },
  }
  for (const _ of scanMarkup(source, handler, true)) {
    yield* blocks
    blocks = []
    yield { text: '' }
  }
  yield* blocks
}

interface Row {
  number: number
  cells: string[]
}

function* readSheets(source: string): Generator<Block> {
  for (const { name, rows } of sheetsOf(source)) yield* describeRows(rows, name)
}

function sheetsOf(source: string): { name: string; rows: Row[] }[] {
  const sheets: { name: string; rows: Row[] }[] = []
  const words = createText()
  let number = 0
  let cells: string[] = []
  let repeated = 1
  let rowsRepeated = 1
  const times = (attributes: Readonly<Record<string, string>>, what: string) =>
    Number(attributes[`table:number-${what}-repeated`] ?? 1) || 1
  const handler = {
    open(full: string, attributes: Readonly<Record<string, string>>) {
      const name = localName(full)
      if (full === 'table:table') {
        sheets.push({ name: attributes['table:name'] ?? '', rows: [] })
        number = 0
      } else if (name === 'table-row') {
        cells = []
        rowsRepeated = times(attributes, 'rows')
      } else if (name.endsWith('table-cell')) repeated = times(attributes, 'columns')
      words.open(name, attributes)
    },
    text: words.text,
    close(full: string) {
      const name = localName(full)
      words.close(name)
      if (name.endsWith('table-cell')) {
        const value = words.take()
        for (let i = 0; i < Math.min(repeated, REPEATED); i++) cells.push(value)
      } else if (name === 'table-row') {
        if (cells.some(Boolean)) sheets.at(-1)?.rows.push({ number: number + 1, cells })
        number += rowsRepeated
      }
    },
  }
  for (const _ of scanMarkup(source, handler, true));
  return sheets
}
