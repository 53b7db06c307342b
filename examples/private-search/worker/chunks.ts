import type { Place } from '../shared/protocol.js'

/** A part of a file that belongs together: a paragraph, a row, a string of a JSON file. */
export interface Block {
  text: string
  heading?: string
  place?: Place
}

/** A passage before it is stored. */
export interface Chunk {
  text: string
  heading: string
  place: Place | null
}

/** Characters: neighbouring blocks are joined up to the first, a block is cut above the second. About 200 tokens. */
const JOINED = 800
const LONGEST = 1100

/** Rows and strings that follow one another are about different things more often than paragraphs are. */
const JOINED_ROWS = 400

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** Joins and cuts blocks into passages, in order, without overlap. No passage crosses a heading or a page. */
export function* chunk(blocks: Iterable<Block>): Generator<Chunk> {
  let last: Chunk | undefined
  for (const block of blocks) {
    const text = block.text.trim()
    if (!text) continue
    const heading = block.heading ?? ''
    const place = block.place ?? null
    const glue = place && place.kind !== 'page' ? '\n' : '\n\n'
    if (
      last &&
      last.heading === heading &&
      together(last.place, place) &&
      last.text.length + text.length <= (glue === '\n' ? JOINED_ROWS : JOINED)
    ) {
      last.text += glue + text
      if (last.place?.kind === 'rows' && place?.kind === 'rows') {
        last.place = { ...last.place, last: place.last }
      }
    } else {
      for (const part of cut(text)) {
        if (last) yield last
        last = { text: part, heading, place }
      }
    }
  }
  if (last) yield last
}

function together(a: Place | null, b: Place | null): boolean {
  if (a?.kind === 'page' && b?.kind === 'page') return a.number === b.number
  return a?.kind === b?.kind
}

/** At the ends of sentences; a sentence that is too long at a space, or anywhere if it has none. */
function cut(text: string): string[] {
  if (text.length <= LONGEST) return [text]
  const parts: string[] = []
  let part = ''
  for (const { segment } of sentences.segment(text)) {
    if (part && part.length + segment.length > JOINED) {
      parts.push(part)
      part = ''
    }
    part += segment
    while (part.length > LONGEST) {
      const end = placeToCut(part)
      parts.push(part.slice(0, end))
      part = part.slice(end)
    }
  }
  parts.push(part)
  return parts.map((each) => each.trim()).filter(Boolean)
}

function placeToCut(text: string): number {
  const space = text.lastIndexOf(' ', JOINED)
  if (space > JOINED / 2) return space
  // Not between the two halves of a character outside the basic plane.
  const code = text.charCodeAt(JOINED - 1)
  return code >= 0xd800 && code <= 0xdbff ? JOINED - 1 : JOINED
}
