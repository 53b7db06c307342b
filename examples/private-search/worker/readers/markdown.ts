import type { Block } from '../chunks.js'
import { unwrap } from './unwrap.js'

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/

/** Paragraphs under their headings. What stands in a fence is text, whatever it looks like. */
export function* readMarkdown(text: string): Generator<Block> {
  const headings: string[] = []
  let lines: string[] = []
  let fence = ''
  const heading = () => headings.filter(Boolean).join(' › ')
  const take = (): Block => {
    const text = lines.join('\n')
    lines = []
    return { text: FENCE.test(text) ? text : unwrap(text), heading: heading() }
  }
  const enter = (level: number, title: string) => {
    headings.length = level
    headings[level - 1] = title
  }
  const source = text.split(/\r?\n/)
  // The facts about a note that some editors put above it are not its text.
  const start = source[0] === '---' ? Math.max(0, source.indexOf('---', 1) + 1) : 0
  for (const line of source.slice(start)) {
    const mark = FENCE.exec(line)?.[1]
    if (fence) {
      if (mark?.startsWith(fence)) fence = ''
      lines.push(line)
      continue
    }
    if (mark) fence = mark
    const title = HEADING.exec(line)
    const underline = lines.length === 1 && lines[0]!.trim() ? UNDERLINE.exec(line) : null
    if (title) {
      yield take()
      enter(title[1]!.length, title[2]!)
    } else if (underline) {
      const [above] = lines
      lines = []
      enter(underline[1]!.startsWith('=') ? 1 : 2, above!.trim())
    } else if (!line.trim()) {
      yield take()
    } else {
      lines.push(line)
    }
  }
  yield take()
}
