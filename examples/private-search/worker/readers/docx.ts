import type { Block } from '../chunks.js'
import type { Facts } from './facts.js'
import { createHeadings } from './html.js'
import { scanMarkup } from './markup.js'
import { attributeOf, elementsOf, localName, relationsOf, textOf } from './relations.js'
import { Unreadable } from './unreadable.js'
import type { Archive } from './zip.js'

/** Elements that are characters. */
const SIGNS: Record<string, string> = {
  tab: '\t',
  br: '\n',
  cr: '\n',
  noBreakHyphen: '\u2011',
  softHyphen: '\u00ad',
}

const BESIDE = ['header', 'footer', 'footnotes', 'endnotes', 'comments']

/** A document of Word: paragraphs under their headings; then headers, notes and comments. */
export function* readDocx(archive: Archive, facts: Facts): Generator<Block> {
  const main =
    relationsOf(archive, '').find(({ type }) => type === 'officeDocument')?.part ?? 'word/document.xml'
  const source = archive.text(main)
  if (source === undefined) throw new Unreadable('damaged document: the text is missing')
  facts.title = textOf(archive.text('docProps/core.xml'), 'title')
  const relations = relationsOf(archive, main)
  const styles = relations.find(({ type }) => type === 'styles')
  yield* readPart(source, levelsOf(styles && archive.text(styles.part)), '')
  for (const { type, part } of relations) {
    if (BESIDE.includes(type)) yield* readPart(archive.text(part) ?? '', new Map(), capitalize(type))
  }
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** The levels of the styles that are headings. Their ids are in the language of the writer, their names are not. */
function levelsOf(styles: string | undefined): Map<string, number> {
  const levels = new Map<string, number>()
  let style = ''
  for (const element of elementsOf(styles)) {
    if (element.name === 'style') style = attributeOf(element, 'styleId') ?? ''
    const value = attributeOf(element, 'val') ?? ''
    const level = element.name === 'name' ? /^heading (\d)$/i.exec(value)?.[1] : undefined
    if (level) levels.set(style, Number(level))
    else if (element.name === 'name' && /^title$/i.test(value)) levels.set(style, 1)
    else if (element.name === 'outlineLvl' && Number(value) < 9 && !levels.has(style)) {
      levels.set(style, Number(value) + 1)
    }
  }
  return levels
}

function* readPart(source: string, levels: ReadonlyMap<string, number>, under: string): Generator<Block> {
  const part = createPart(levels, under)
  for (const _ of scanMarkup(source, part, true)) {
    yield* part.take()
    yield { text: '' }
  }
  yield* part.take()
}

function createPart(levels: ReadonlyMap<string, number>, under: string) {
  const headings = createHeadings(under)
  let blocks: Block[] = []
  let text = ''
  let level = 0
  let inText = false
  let inCell = 0
  /** Of a text box, which older programs read in place of the newer form beside it: the same text. */
  let inFallback = 0
  const endOfParagraph = () => {
    if (inCell > 0) text += ' '
    else if (level && text.trim()) {
      headings.enter(level, text.trim())
      text = ''
    } else flush()
    level = 0
  }
  const flush = () => {
    if (text.trim()) blocks.push({ text, heading: headings.path() })
    text = ''
  }
  return {
    take() {
      const taken = blocks
      blocks = []
      return taken
    },
    open(full: string, attributes: Readonly<Record<string, string>>) {
      const name = localName(full)
      if (name === 'Fallback') inFallback++
      if (inFallback > 0) return
      text += SIGNS[name] ?? ''
      if (name === 't') inText = true
      else if (name === 'tc') inCell++
      else if (name === 'pStyle') level = levels.get(attributeOf({ attributes }, 'val') ?? '') ?? 0
      else if (name === 'outlineLvl') level ||= (Number(attributeOf({ attributes }, 'val')) + 1) % 10
    },
    text(value: string) {
      if (inText) text += value
    },
    close(full: string) {
      const name = localName(full)
      if (name === 'Fallback') inFallback--
      if (inFallback > 0) return
      if (name === 't') inText = false
      else if (name === 'p') endOfParagraph()
      else if (name === 'tc') {
        inCell--
        text = `${text.trimEnd()}\t`
      } else if (name === 'tr' && inCell === 0) flush()
    },
  }
}
