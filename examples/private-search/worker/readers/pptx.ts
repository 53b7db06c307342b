import type { Block } from '../chunks.js'
import type { Facts } from './facts.js'
import { scanMarkup } from './markup.js'
import { attributeOf, elementsOf, localName, relationsOf, textOf } from './relations.js'
import { Unreadable } from './unreadable.js'
import type { Archive } from './zip.js'

/** Slides in their order, with what the speaker noted. */
export function* readPptx(archive: Archive, facts: Facts): Generator<Block> {
  const main = 'ppt/presentation.xml'
  const source = archive.text(main)
  if (source === undefined) throw new Unreadable('damaged presentation: the slides are missing')
  facts.title = textOf(archive.text('docProps/core.xml'), 'title')
  const parts = new Map(relationsOf(archive, main).map(({ id, part }) => [id, part]))
  const slides = elementsOf(source).filter(({ name }) => name === 'sldId')
  for (const [i, slide] of slides.entries()) {
    const id = slide.attributes['r:id'] ?? Object.values(slide.attributes).find((value) => parts.has(value))
    const part = parts.get(id ?? '') ?? ''
    if (archive.has(part)) yield* readSlide(archive, part, `Slide ${i + 1}`)
    else facts.notes.push(`slide ${i + 1} is missing`)
  }
}

/** What stands beside the text of a slide, by the type of its part. */
const BESIDE: Record<string, string> = {
  notesSlide: 'Notes',
  comments: 'Comments',
  diagramData: 'Figure',
  chart: 'Figure',
}

function* readSlide(archive: Archive, part: string, heading: string): Generator<Block> {
  yield* paragraphs(archive.text(part) ?? '', heading)
  for (const relation of relationsOf(archive, part)) {
    const what = BESIDE[relation.type]
    if (what) yield* paragraphs(archive.text(relation.part) ?? '', `${heading} › ${what}`)
  }
}

/** The text of `a:t` within `a:p`; values of charts, texts of comments. */
function paragraphs(source: string, heading: string): Block[] {
  const blocks: Block[] = []
  let text = ''
  let inText = false
  const flush = () => {
    if (text.trim()) blocks.push({ text, heading })
    text = ''
  }
  const handler = {
    open(full: string, attributes: Readonly<Record<string, string>>) {
      const name = localName(full)
      inText = name === 't' || name === 'v' || name === 'text'
      if (name === 'br') text += '\n'
      else if (name === 'tab') text += '\t'
      else if (name === 'cNvPr') {
        text = attributeOf({ attributes }, 'descr') ?? ''
        flush()
      }
    },
    text(value: string) {
      if (inText) text += value
    },
    close(full: string) {
      const name = localName(full)
      inText = false
      if (name === 'p' || name === 'v' || name === 'text') flush()
    },
  }
  for (const _ of scanMarkup(source, handler, true));
  flush()
  return blocks
}
