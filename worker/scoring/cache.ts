import type { LengthOptions } from '../../src/protocol/worker-api.js'
import type { Encoding } from '../text/types.js'
import { createLru } from './lru.js'
import type { DocumentScore } from './types.js'

/**
 * Documents' tokens and scores in memory. A worker has one model, dtype and device for as long as it lives, so that
 * those need no place in a key.
 */
export interface Cache {
  /** Bytes at most; 0 where nothing is kept. */
  readonly limit: number
  /** @param maxIds so many ids will do */
  encoding(text: string, maxIds: number): Encoding | undefined
  keepEncoding(text: string, encoding: Encoding): void
  scores(query: string, length: LengthOptions, instruction?: string): ScoreCache
  /** What all of it takes, about. */
  bytes(): number
}

/** Scores of one query under the same instruction and length options. */
export interface ScoreCache {
  get(text: string): DocumentScore | undefined
  keep(text: string, score: DocumentScore): void
}

/** What an entry takes beside its contents: objects, and its place in a Map. */
const ENTRY = 200

/** @param limit bytes; 0 keeps nothing */
export function createCache(limit: number): Cache {
  const documents = createLru<{ id: number; encoding: Encoding }>((limit * 12) / 16)
  const queries = createLru<number>(limit / 16)
  const scores = createLru<DocumentScore>((limit * 3) / 16)
  let lastId = 0
  return {
    limit,
    encoding(text, maxIds) {
      const encoding = documents.get(text)?.encoding
      return encoding && (encoding.whole || encoding.ids.length >= maxIds) ? encoding : undefined
    },
    keepEncoding(text, encoding) {
      // The id stays, and with it what the document scored.
      const id = documents.get(text)?.id ?? ++lastId
      documents.set(text, { id, encoding }, ENTRY + 2 * text.length + encoding.ids.byteLength)
    },
    scores(query, length, instruction) {
      const name = JSON.stringify([query, length, instruction])
      const number = queries.get(name) ?? ++lastId
      queries.set(name, number, ENTRY + 2 * name.length)
      // Numbers in place of texts: a text that was dropped and comes again has another one.
      const keyOf = (text: string) => {
        const document = documents.get(text)
        return document && `${number} ${document.id}`
      }
      return {
        get(text) {
          const key = keyOf(text)
          return key === undefined ? undefined : scores.get(key)
        },
        keep(text, score) {
          const key = keyOf(text)
          if (key !== undefined) scores.set(key, score, ENTRY)
        },
      }
    },
    bytes: () => documents.bytes + queries.bytes + scores.bytes,
  }
}
