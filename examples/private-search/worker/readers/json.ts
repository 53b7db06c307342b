import type { Block } from '../chunks.js'
import { createFacts, type Facts } from './facts.js'
import { type JsonPath, type JsonPiece, scanJson } from './json-scan.js'
import { linesOf, readPlain } from './plain.js'

/** Parts of a path that are shown: the outermost, and the innermost. */
const SHOWN = 8

/** Lines that are named; all are counted. */
const NAMED = 5

/** Pieces between two turns. */
const TURN = 1000

/**
 * The values of a JSON document, each with the path to it, and numbers as they are written. What follows a mistake is kept as
 * plain text.
 */
export function* readJson(text: string, facts: Facts = createFacts()): Generator<Block> {
  let pieces = 0
  for (const piece of scanJson(text)) {
    if (piece.kind !== 'error') {
      yield* blocksOf(piece, '')
      if (++pieces % TURN === 0) yield { text: '' }
      continue
    }
    const line = text.slice(0, piece.at).split('\n').length
    const what = piece.at >= text.length ? 'it ends too early' : `the mistake is in line ${line}`
    const rest = text.slice(piece.at)
    // A text that has nothing of JSON is not to be kept in part.
    if (rest.trim()) yield* readPlain(rest)
    facts.notes.push(
      `not valid JSON: ${what}${rest.trim() ? ', and what follows is kept as plain text' : ''}`,
    )
  }
}

/** One JSON document a line. A line that is none is kept as it is. */
export function* readJsonLines(text: string, facts: Facts = createFacts()): Generator<Block> {
  let number = 0
  const wrong: number[] = []
  for (const line of linesOf(text)) {
    const root = `[${number}]`
    number++
    if (!line.trim()) continue
    const blocks: Block[] = []
    let valid = true
    for (const piece of scanJson(line)) {
      if (piece.kind === 'error') valid = false
      else blocks.push(...blocksOf(piece, root))
    }
    if (valid) yield* blocks
    else {
      wrong.push(number)
      yield { text: line, place: { kind: 'path', path: root } }
    }
  }
  if (wrong.length > 0) facts.notes.push(describeWrong(wrong))
}

function describeWrong(lines: readonly number[]): string {
  const named = lines.slice(0, NAMED).join(', ')
  const more = lines.length > NAMED ? ` and ${lines.length - NAMED} more` : ''
  return `not valid JSON, and kept as plain text: line${lines.length > 1 ? 's' : ''} ${named}${more}`
}

function* blocksOf(piece: Exclude<JsonPiece, { kind: 'error' }>, root: string): Generator<Block> {
  const { kind, text, path } = piece
  const name = nameOf(path)
  // `true` in a list tells nothing.
  if (kind === 'word' && typeof path.at(-1) !== 'string') return
  const place = { kind: 'path', path: root + formatPath(path, root !== '') } as const
  if (kind === 'comment') yield { text, place }
  else yield { text: name ? `${name}: ${text}` : text, place, also: namesAbove(path) }
}

/** The innermost name, but for one that is a number. */
function nameOf(path: JsonPath): string {
  for (let i = path.length - 1; i >= Math.max(0, path.length - SHOWN); i--) {
    const part = path[i]!
    if (typeof part === 'string') return /^\d+$/.test(part) ? '' : part
  }
  return ''
}

/** Names that are not shown before the value, for the search. */
function namesAbove(path: JsonPath): string {
  const names = path.slice(-SHOWN).filter((part) => typeof part === 'string')
  return names.slice(0, -1).join(' ')
}

function formatPath(path: JsonPath, inside: boolean): string {
  const long = path.length > 2 * SHOWN
  const shown = long ? [...path.slice(0, SHOWN), null, ...path.slice(-SHOWN)] : path
  let text = ''
  for (const part of shown) {
    if (part === null) text += '…'
    else if (typeof part === 'number') text += `[${part}]`
    else text += text || inside ? `.${part}` : part
  }
  return text
}
