import { fold } from '../shared/fold.js'
import { tellingWords } from '../shared/function-words.js'
import type { SoughtWord } from '../shared/protocol.js'

/** A range of a text, in UTF-16 code units. */
export interface Range {
  start: number
  end: number
}

/** A word of a text that is one of the question's, or related to one. */
export interface WordRange extends Range {
  related: boolean
}

/** A part of a text with ranges in it, and whether text was left out at either side. */
export interface Excerpt<R extends Range> {
  text: string
  ranges: R[]
  cutBefore: boolean
  cutAfter: boolean
}

/** About `length` characters around a range, from the beginning of a word to the end of one. Default: around the first. */
export function excerpt<R extends Range>(
  text: string,
  ranges: readonly R[],
  length: number,
  around: Range | undefined = ranges[0],
): Excerpt<R> {
  const first = around ?? { start: 0, end: 0 }
  const spare = Math.max(0, length - (first.end - first.start))
  let start = Math.max(0, first.start - Math.floor(spare / 3))
  // A beginning that is almost reached is shown.
  if (start < 40) start = 0
  if (start > 0) start = Math.min(first.start, nextWord(text, start))
  let end = Math.min(text.length, Math.max(first.end, start + length))
  if (text.length - end < 40) end = text.length
  if (end < text.length) end = Math.max(first.end, lastWordEnd(text, end))
  return {
    text: text.slice(start, end),
    ranges: ranges
      .filter((range) => range.start >= start && range.end <= end)
      .map((range) => ({ ...range, start: range.start - start, end: range.end - start })),
    cutBefore: start > 0,
    cutAfter: end < text.length,
  }
}

function nextWord(text: string, from: number): number {
  const space = text.slice(from, from + 40).search(/\s\S/)
  return space < 0 ? from : from + space + 1
}

function lastWordEnd(text: string, to: number): number {
  const space = text.slice(to - 40, to).search(/\s\S*$/)
  return space < 0 ? to : to - 40 + space
}

/** Words as they are written: with marks of vowels, and with soft hyphens within. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u0640\u200c\u200d]{2,}/gu

/**
 * Where words of the query that tell something stand in a text, as whole words and however they are written, and other words
 * that were looked for.
 */
export function findWords(text: string, query: string, sought: readonly SoughtWord[] = []): WordRange[] {
  const form = (word: string) => fold(word).toLowerCase()
  const related = new Map(
    sought.flatMap(({ word, forms, weight }) => [word, ...forms].map((each) => [form(each), weight < 1])),
  )
  for (const word of tellingWords((query.match(WORD) ?? []).map(form))) related.set(word, false)
  const ranges: WordRange[] = []
  for (const match of text.matchAll(WORD)) {
    const known = related.get(form(match[0]))
    if (known === undefined) continue
    ranges.push({ start: match.index, end: match.index + match[0].length, related: known })
  }
  return ranges
}

/** A text as nodes, its ranges wrapped. Ranges do not overlap. */
export function withRanges<R extends Range>(
  text: string,
  ranges: readonly R[],
  wrap: (text: string, range: R) => Node,
): Node[] {
  const nodes: Node[] = []
  let position = 0
  for (const range of ranges) {
    const { start, end } = range
    nodes.push(document.createTextNode(text.slice(position, start)), wrap(text.slice(start, end), range))
    position = end
  }
  nodes.push(document.createTextNode(text.slice(position)))
  return nodes
}
