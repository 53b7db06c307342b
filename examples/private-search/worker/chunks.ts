import type { Place } from '../shared/protocol.js'
import { cut } from './cut.js'

/** A part of a file that belongs together: a paragraph, a row, a string of a JSON file. */
export interface Block {
  text: string
  heading?: string
  place?: Place
  /** Words that it is found by too, and that are not shown. */
  also?: string
}

/** A passage before it is stored. */
export interface Chunk {
  text: string
  heading: string
  place: Place | null
  also: string
}

/** Characters: neighbouring blocks are joined up to here. About 150 tokens. */
const JOINED = 800

/** Rows and strings that follow one another are about different things more often than paragraphs are. */
const JOINED_ROWS = 400

/** Joins and cuts blocks into passages, in order, without overlap. No passage crosses a heading or a page. */
export function createChunker() {
  let last: Chunk | undefined
  return {
    /** The passages that are complete now. */
    *push(block: Block): Generator<Chunk> {
      const place = block.place ?? null
      // The first line of code keeps its place in the line.
      const text = place?.kind === 'lines' ? block.text.replace(/^\s*\n/, '').trimEnd() : block.text.trim()
      if (!text) return
      const next = { text, heading: block.heading ?? '', place, also: block.also ?? '' }
      if (last && fits(last, next)) {
        join(last, next)
        return
      }
      for (const part of cut(text)) {
        if (last) yield last
        last = { ...next, text: part }
      }
    },
    *end(): Generator<Chunk> {
      if (last) yield last
      last = undefined
    },
  }
}

export function* chunk(blocks: Iterable<Block>): Generator<Chunk> {
  const chunker = createChunker()
  for (const block of blocks) yield* chunker.push(block)
  yield* chunker.end()
}

function fits(last: Chunk, next: Chunk): boolean {
  const most = isListed(last.place) ? JOINED_ROWS : JOINED
  return (
    last.heading === next.heading &&
    together(last.place, next.place) &&
    last.text.length + next.text.length <= most
  )
}

function join(last: Chunk, next: Chunk) {
  last.text += (isListed(last.place) ? '\n' : '\n\n') + next.text
  const { place } = last
  if ((place?.kind === 'rows' || place?.kind === 'lines') && next.place?.kind === place.kind) {
    last.place = { ...place, last: next.place.last }
  }
  if (next.also && !last.also.includes(next.also)) last.also += ` ${next.also}`
}

/** Whether a block is one of many that are alike. */
function isListed(place: Place | null): boolean {
  return place?.kind === 'rows' || place?.kind === 'path'
}

function together(a: Place | null, b: Place | null): boolean {
  if (a?.kind === 'page' && b?.kind === 'page') return a.number === b.number
  return a?.kind === b?.kind
}
