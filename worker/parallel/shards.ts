import type { ScoringDocument, Task } from '../scoring/types.js'

/** The mean of English text, a space counted. */
const MEAN_CHARACTERS_PER_TOKEN = 5
/** What a pair costs beside its texts. */
const PAIR = 20

const SHARDS_PER_WORKER = 16
/** In units of cost: a model of six layers takes a tenth of a second or so for them. */
export const MOST_IN_SHARD = 2000

/** What a document costs, in characters that are read: those past the longest pair cost next to nothing. */
export function costOf(text: string, { query, length }: Task, maxLength: number): number {
  const most = maxLength * MEAN_CHARACTERS_PER_TOKEN * length.maxChunksPerDoc
  return Math.min(text.length, most) + Math.min(query.length, maxLength * MEAN_CHARACTERS_PER_TOKEN) + PAIR
}

/**
 * Divides documents into shards, the longest documents first: what is left for the end is small, and nobody waits long
 * for the last one.
 * @param costs of each document
 * @param workers that will share them
 */
export function planShards(
  documents: readonly ScoringDocument[],
  costs: readonly number[],
  workers: number,
): ScoringDocument[][] {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  const target = Math.min(MOST_IN_SHARD, total / (workers * SHARDS_PER_WORKER))
  const order = documents.map((_, i) => i).sort((a, b) => costs[b]! - costs[a]! || a - b)
  const shards: ScoringDocument[][] = []
  let room = 0
  for (const i of order) {
    if (room <= 0) {
      shards.push([])
      room = target
    }
    shards.at(-1)!.push(documents[i]!)
    room -= costs[i]!
  }
  return shards
}
