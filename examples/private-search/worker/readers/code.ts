import type { Block } from '../chunks.js'
import { linesOf } from './plain.js'

/** Characters of a block, from where on an empty line ends it, and above which any line does. */
const ENOUGH = 300
const LONGEST = 700

/** Words that are joined in a name, as in `readFile`. */
const JOINED_NAME = /\p{L}[\p{L}\p{N}]*\p{Ll}\p{Lu}[\p{L}\p{N}]*/gu

/** Lines as they are, with their numbers. `readFile` is found by `file` too. */
export function* readCode(text: string): Generator<Block> {
  let lines: string[] = []
  let length = 0
  let number = 0
  const take = (): Block => {
    const text = lines.join('\n')
    const first = number - lines.length + 1
    lines = []
    length = 0
    return { text, place: { kind: 'lines', first, last: number }, also: partsOfNames(text) }
  }
  for (const line of linesOf(text)) {
    if (lines.length > 0 && length + line.length > LONGEST) yield take()
    number++
    lines.push(line)
    length += line.length + 1
    if (!line.trim() && length > ENOUGH) yield take()
  }
  if (lines.length > 0) yield take()
}

/** `readFile` as `read File`. */
export function partsOfNames(text: string): string {
  const names = new Set(text.slice(0, 5000).match(JOINED_NAME))
  return [...names].map((name) => name.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')).join(' ')
}
