/** A piece of a JSON text. Numbers stay as they are written: past 2^53 a number of JavaScript would be another one. */
export type JsonPiece =
  | { kind: 'string' | 'number' | 'word' | 'comment'; text: string; path: JsonPath }
  | { kind: 'error'; at: number }

/** Names and positions that lead to a value. The array changes while the text is read. */
export type JsonPath = readonly (string | number)[]

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const SPACE = /[\s\ufeff]+/y

/**
 * The values of a JSON text in order. There is no recursion, so depth costs nothing. Comments and a comma before a closing
 * bracket are let pass: settings have them. What is wrong ends it, by an `error` with its place.
 */
export function* scanJson(source: string): Generator<JsonPiece> {
  const path: (string | number)[] = []
  let at = 0
  /** What may come next. */
  let want: 'value' | 'name' | 'comma' | 'colon' = 'value'
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  const inObject = () => typeof path.at(-1) === 'string'
  const closed = () => {
    path.pop()
    want = 'comma'
  }

  while (true) {
    at += match(SPACE)?.length ?? 0
    if (at >= source.length) break
    const start = at
    const char = source[at]!
    if (char === '/') {
      const end = commentEnd(source, at)
      if (end < 0) return yield { kind: 'error', at: start }
      at = end
      yield { kind: 'comment', text: source.slice(start, end), path }
      continue
    }
    if (want === 'comma' && path.length === 0) return yield { kind: 'error', at: start }
    if (char === '"' && want !== 'comma' && want !== 'colon') {
      const end = stringEnd(source, at)
      if (end < 0) return yield { kind: 'error', at: start }
      at = end
      const text = unescape(source.slice(start, end))
      if (want === 'name') {
        path[path.length - 1] = text
        want = 'colon'
      } else {
        want = 'comma'
        yield { kind: 'string', text, path }
      }
    } else if (char === '{' && want === 'value') {
      path.push('')
      want = 'name'
      at++
    } else if (char === '[' && want === 'value') {
      path.push(0)
      at++
    } else if (isClosing(char, want, path)) {
      closed()
      at++
    } else if (char === ',' && want === 'comma') {
      if (inObject()) want = 'name'
      else {
        path[path.length - 1] = Number(path.at(-1)) + 1
        want = 'value'
      }
      at++
    } else if (char === ':' && want === 'colon') {
      want = 'value'
      at++
    } else {
      const number = want === 'value' ? match(NUMBER) : undefined
      const word = want === 'value' && !number ? match(WORD) : undefined
      const text = number ?? word
      if (!text) return yield { kind: 'error', at: start }
      at += text.length
      want = 'comma'
      yield { kind: number ? 'number' : 'word', text, path }
    }
  }
  if (path.length > 0 || want !== 'comma') yield { kind: 'error', at: source.length }
}

function isClosing(char: string, want: string, path: JsonPath): boolean {
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
function unescape(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal.slice(1, -1)
  }
}
