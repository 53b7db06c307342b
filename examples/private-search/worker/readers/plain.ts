import type { Block } from '../chunks.js'
import { unwrap } from './unwrap.js'

/** Characters of a paragraph at most: text without an empty line is cut at the end of a line. */
const LONGEST = 20_000

/** The lines of a text, one at a time. */
export function* linesOf(text: string): Generator<string> {
  let start = 0
  while (start <= text.length) {
    const end = text.indexOf('\n', start)
    const line = end < 0 ? text.slice(start) : text.slice(start, end)
    yield line.endsWith('\r') ? line.slice(0, -1) : line
    if (end < 0) return
    start = end + 1
  }
}

/** Paragraphs, between empty lines. */
export function* readPlain(text: string, heading = ''): Generator<Block> {
  let lines: string[] = []
  let length = 0
  for (const line of linesOf(text)) {
    const empty = !line.trim()
    if (!empty) {
      lines.push(line)
      length += line.length
    }
    if (lines.length === 0 || !(empty || length > LONGEST)) continue
    yield { text: unwrap(lines.join('\n')), heading }
    lines = []
    length = 0
  }
  if (lines.length > 0) yield { text: unwrap(lines.join('\n')), heading }
}
