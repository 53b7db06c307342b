import type { Block } from '../chunks.js'
import { Unreadable } from './unreadable.js'

/** The strings of a JSON document, each with the path to it. Numbers and names are kept beside them. */
export function readJson(text: string): Iterable<Block> {
  return strings(parse(text), '')
}

/** One JSON document a line. */
export function* readJsonLines(text: string): Generator<Block> {
  let number = 0
  for (const line of text.split('\n')) {
    number++
    if (line.trim()) yield* strings(parse(line, number), `[${number - 1}]`)
  }
}

function* strings(value: unknown, path: string): Generator<Block> {
  if (typeof value === 'string' || typeof value === 'number') {
    const name = /[^.[\]]+(?=(\[\d+\])*$)/.exec(path)?.[0]
    const label = name && !/^\d+$/.test(name) ? `${name}: ` : ''
    yield { text: `${label}${value}`, place: { kind: 'path', path } }
  } else if (Array.isArray(value)) {
    for (const [i, member] of value.entries()) yield* strings(member, `${path}[${i}]`)
  } else if (value && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) yield* strings(member, path ? `${path}.${key}` : key)
  }
}

function parse(text: string, line?: number): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    const where = line === undefined ? '' : ` in line ${line}`
    throw new Unreadable(`not valid JSON${where}: ${(error as Error).message}`)
  }
}
