/** A piece of a JSON text. Numbers stay as they are written: past 2^53 a number of JavaScript would be another one. */
export type JsonPiece =
  | { kind: 'string' | 'number' | 'word' | 'comment'; text: string; path: JsonPath }
  | { kind: 'error'; at: number }

/** Names and positions that lead to a value. The array changes while the text is read. */
export type JsonPath = readonly (string | number)[]

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const SPACE = /[\s\ufeff]+/y

/** What may come next. */
type Want = 'value' | 'name' | 'comma' | 'colon'

/** Where reading stands. */
interface State {
  at: number
  want: Want
  path: (string | number)[]
}

/**
 * The values of a JSON text in order. There is no recursion, so depth costs nothing. Comments and a comma before a closing
 * bracket are let pass: settings have them. What is wrong ends it, by an `error` with its place.
 */
export function* scanJson(source: string): Generator<JsonPiece> {
  const state: State = { at: 0, want: 'value', path: [] }
  while (true) {
    state.at += match(SPACE, source, state.at)?.length ?? 0
    if (state.at >= source.length) break
    const start = state.at
    const piece = step(source, state)
    if (piece) yield piece
    if (piece?.kind === 'error') return
    // Nothing was taken: what stands here may not.
    if (!piece && state.at === start) {
      yield { kind: 'error', at: start }
      return
    }
  }
  if (state.path.length > 0 || state.want !== 'comma') yield { kind: 'error', at: source.length }
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

/** Takes one mark, value or comment. */
function step(source: string, state: State): JsonPiece | undefined {
  const char = source[state.at]!
  if (char === '/') return takeComment(source, state)
  if (state.want === 'comma' && state.path.length === 0) return
  if (char === '"') return takeString(source, state)
  if ('{[]},:'.includes(char)) takeMark(char, state)
  else if (state.want === 'value') return takeWord(source, state)
}

function takeComment(source: string, state: State): JsonPiece {
  const start = state.at
  const end = commentEnd(source, start)
  if (end < 0) return { kind: 'error', at: start }
  state.at = end
  return { kind: 'comment', text: source.slice(start, end), path: state.path }
}

function takeString(source: string, state: State): JsonPiece | undefined {
  if (state.want !== 'value' && state.want !== 'name') return
  const end = stringEnd(source, state.at)
  if (end < 0) return
  const text = meaning(source.slice(state.at, end))
  state.at = end
  if (state.want === 'name') {
    state.path[state.path.length - 1] = text
    state.want = 'colon'
    return
  }
  state.want = 'comma'
  return { kind: 'string', text, path: state.path }
}

function takeWord(source: string, state: State): JsonPiece | undefined {
  const number = match(NUMBER, source, state.at)
  const text = number ?? match(WORD, source, state.at)
  if (!text) return
  state.at += text.length
  state.want = 'comma'
  return { kind: number ? 'number' : 'word', text, path: state.path }
}

function takeMark(char: string, state: State): void {
  const { want, path } = state
  const inside = path.at(-1)
  if (char === '{' && want === 'value') {
    path.push('')
    state.want = 'name'
  } else if (char === '[' && want === 'value') path.push(0)
  else if (closes(char, state)) {
    path.pop()
    state.want = 'comma'
  } else if (char === ',' && want === 'comma') {
    if (typeof inside === 'number') path[path.length - 1] = inside + 1
    state.want = typeof inside === 'number' ? 'value' : 'name'
  } else if (char === ':' && want === 'colon') state.want = 'value'
  else return
  state.at++
}

function closes(char: string, { want, path }: State): boolean {
  const inside = path.at(-1)
  if (char === '}') return typeof inside === 'string' && (want === 'name' || want === 'comma')
  return char === ']' && typeof inside === 'number' && (want === 'value' || want === 'comma')
}

/** The end of the string that begins here, or -1. */
function stringEnd(source: string, start: number): number {
  for (let at = source.indexOf('"', start + 1); at >= 0; at = source.indexOf('"', at + 1)) {
    let slashes = 0
    while (source[at - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return -1
}

function commentEnd(source: string, start: number): number {
  if (source.startsWith('//', start)) {
    const end = source.indexOf('\n', start)
    return end < 0 ? source.length : end
  }
  const end = source.startsWith('/*', start) ? source.indexOf('*/', start + 2) : -1
  return end < 0 ? -1 : end + 2
}

/** A string as it is meant; as it is written, where JSON knows no such string. */
function meaning(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal.slice(1, -1)
  }
}
