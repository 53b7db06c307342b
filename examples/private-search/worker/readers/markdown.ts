import type { Block } from '../chunks.js'
import { createFacts, type Facts } from './facts.js'
import { createHeadings } from './html.js'
import { linesOf } from './plain.js'
import { unwrap } from './unwrap.js'

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^ {0,3}(#{1,6})(?=[ \t])/
const UNDERLINE = /^ {0,3}(=+|-+)$/

/** Lines in one block at most. */
const LONGEST = 400

/** Paragraphs under their headings. What stands in a fence is text, whatever it looks like; front matter is text too. */
export function* readMarkdown(text: string, facts: Facts = createFacts()): Generator<Block> {
  const front = frontMatter(text)
  if (front) {
    facts.title = /^title\s*[:=]\s*["']?(.{1,300}?)["']?$/m.exec(front.text)?.[1] ?? ''
    yield { text: front.text }
  }
  const note = createNote()
  for (const line of linesOf(front ? text.slice(front.end) : text)) {
    const block = note.line(line)
    if (block) yield block
  }
  yield note.take()
}

/** Takes lines, and gives a block where one ends. */
function createNote() {
  const headings = createHeadings()
  let lines: string[] = []
  let fence = ''
  const take = (): Block => {
    const text = lines.join('\n')
    lines = []
    return { text: FENCE.test(text) ? text : unwrap(text), heading: headings.path() }
  }
  const inFence = (line: string, mark: string | undefined) => {
    if (mark?.startsWith(fence)) fence = ''
    lines.push(line)
  }
  const outside = (line: string, mark: string | undefined): Block | undefined => {
    const title = mark ? null : titleOf(line)
    if (title) {
      const block = take()
      headings.enter(title.level, title.text)
      return block
    }
    const underline = lines.length === 1 && !mark ? UNDERLINE.exec(line.trimEnd())?.[1] : undefined
    if (underline) {
      headings.enter(underline.startsWith('=') ? 1 : 2, lines[0]!.trim())
      lines = []
      return
    }
    if (!line.trim()) return take()
    fence = mark ?? ''
    lines.push(line)
  }
  return {
    take,
    line(line: string): Block | undefined {
      const mark = FENCE.exec(line)?.[1]
      if (!fence) {
        const block = outside(line, mark)
        if (block) return block
      } else inFence(line, mark)
      return lines.length >= LONGEST ? take() : undefined
    },
  }
}

/** `## A heading ##`. By hand: a pattern for it takes cubic time in a line of spaces. */
function titleOf(line: string): { level: number; text: string } | null {
  const marks = HEADING.exec(line)
  if (!marks) return null
  const words = line.slice(marks[0].length).trim()
  let end = words.length
  while (end > 0 && words[end - 1] === '#') end--
  // `C#` is a word; marks at the end of a heading stand after a space.
  const closed = end === 0 || /[ \t]/.test(words[end - 1]!)
  return { level: marks[1]!.length, text: closed ? words.slice(0, end).trim() : words }
}

/** Facts about a note that editors and site generators put above it, in YAML or TOML. */
function frontMatter(text: string): { text: string; end: number } | null {
  const mark = /^(---|\+\+\+)[ \t]*\r?\n/.exec(text)
  if (!mark) return null
  const close = `\n${mark[1]}`
  for (let at = text.indexOf(close, mark[0].length - 1); at >= 0; at = text.indexOf(close, at + 1)) {
    const end = at + close.length
    const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(end, end + 80))
    if (rest) return { text: text.slice(mark[0].length, at).trim(), end: end + rest[0].length }
  }
  return null
}
