import type { PieceDocument, Task } from '../scoring/types.js'

/** Tokens have some four characters; a pair has a few special ones. */
const CHARACTERS_PER_TOKEN = 5
const PAIR = 20

/** What a document costs, in characters that are read: those past the window cost next to nothing. */
export function costOf(text: string, { query, length }: Task, window: number): number {
  const most = window * CHARACTERS_PER_TOKEN * length.maxChunksPerDoc
  return Math.min(text.length, most) + Math.min(query.length, window * CHARACTERS_PER_TOKEN) + PAIR
}

/**
 * Divides documents into pieces, the longest documents first: what is left for the end is small, and nobody waits long
 * for the last one.
 * @param costs of each document
 * @param workers that will share them
 */
export function planPieces(
  documents: readonly PieceDocument[],
  costs: readonly number[],
  workers: number,
): PieceDocument[][] {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  const target = Math.min(MOST_IN_PIECE, total / (workers * PIECES_PER_WORKER))
  const order = documents.map((_, i) => i).sort((a, b) => costs[b]! - costs[a]! || a - b)
  const pieces: PieceDocument[][] = []
  let room = 0
  for (const i of order) {
    if (room <= 0) {
      pieces.push([])
      room = target
    }
    pieces.at(-1)!.push(documents[i]!)
    room -= costs[i]!
  }
  return pieces
}

const PIECES_PER_WORKER = 16
/** In units of cost: a model of six layers takes a tenth of a second or so for them. */
const MOST_IN_PIECE = 2000
