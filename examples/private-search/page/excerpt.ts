import { fold } from '../shared/fold.js'
import { tellingWords } from '../shared/function-words.js'

/** A range of a text, in UTF-16 code units. */
export interface Range {
  start: number
  end: number
}

/** A part of a text with ranges in it, and whether text was left out at either side. */
export interface Excerpt {
  text: string
  ranges: Range[]
  cutBefore: boolean
  cutAfter: boolean
}

/** About `length` characters around the first range, from the beginning of a word to the end of one. */
export function excerpt(text: string, ranges: readonly Range[], length: number): Excerpt {
  const [first = { start: 0, end: 0 }] = ranges
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
      .map((range) => ({ start: range.start - start, end: range.end - start })),
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

/** Where words of the query that tell something stand in a text, as whole words and however they are written. */
export function findWords(text: string, query: string): Range[] {
  const form = (word: string) => fold(word).toLowerCase()
  const words = new Set(tellingWords((query.match(WORD) ?? []).map(form)))
  const ranges: Range[] = []
  for (const match of text.matchAll(WORD)) {
    if (words.has(form(match[0]))) ranges.push({ start: match.index, end: match.index + match[0].length })
  }
  return ranges
}

/** A text as nodes, its ranges wrapped. Ranges do not overlap. */
export function withRanges(text: string, ranges: readonly Range[], wrap: (text: string) => Node): Node[] {
  const nodes: Node[] = []
  let position = 0
  for (const { start, end } of ranges) {
    nodes.push(document.createTextNode(text.slice(position, start)), wrap(text.slice(start, end)))
    position = end
  }
  nodes.push(document.createTextNode(text.slice(position)))
  return nodes
}
