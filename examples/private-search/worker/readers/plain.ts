import type { Block } from '../chunks.js'
import { unwrap } from './unwrap.js'

/** Paragraphs, between empty lines. */
export function* readPlain(text: string): Generator<Block> {
  for (const paragraph of text.split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)) yield { text: unwrap(paragraph) }
}
