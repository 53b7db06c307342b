import type { PieceDocument, PieceResult, Task } from '../scoring/types.js'

/** A worker of a team. */
export interface Lane {
  /** Pieces it is given at a time: of more than one it has the next at hand when one is done. */
  depth: number
  run(task: Task, documents: readonly PieceDocument[]): Promise<PieceResult>
  /** Nobody waits any more for what it was given. */
  drop?(): void
}

/** Workers that share out the pieces of a request: this one, and those that were taken in. */
export interface Team {
  readonly size: number
  /** May be called in the midst of a request, which it then helps with. */
  add(lane: Lane): void
  remove(lane: Lane): void
  /**
   * Runs pieces in their order, each worker taking the next one as soon as it can. At the end, what a slow worker still
   * holds is run by an idle one too, and the first answer counts: they are the same to the last bit. A worker that
   * fails is left out, and its pieces are done by the others.
   * @param take called once for each piece
   * @throws what this worker itself fails with
   */
  run(
    task: Task,
    pieces: readonly (readonly PieceDocument[])[],
    take: (documents: readonly PieceDocument[], result: PieceResult) => void,
  ): Promise<void>
}

interface Piece {
  documents: readonly PieceDocument[]
  done: boolean
  /** Who has it. */
  lanes: Set<Lane>
}

/** @param own this worker, which is never left out */
export function createTeam(own: Lane): Team {
  const lanes = new Set([own])
  let enlist: ((lane: Lane) => void) | undefined
  return {
    get size() {
      return lanes.size
    },
    add(lane) {
      lanes.add(lane)
      enlist?.(lane)
    },
    remove(lane) {
      if (lane !== own) lanes.delete(lane)
    },
    async run(task, pieces, take) {
      if (pieces.length === 0) return
      const waiting = pieces.map((documents): Piece => ({ documents, done: false, lanes: new Set() }))
      const given: Piece[] = []
      const idle: Lane[] = []
      let open = waiting.length
      let ended = false
      /**
       * The next piece, or else the one that was given to another last: it is the least likely to have been begun. Two
       * others that have the same piece may both hang, so this worker takes it even then.
       */
      const next = (lane: Lane): Piece | undefined =>
        waiting.shift() ??
        given.findLast(
          (piece) => !piece.done && !piece.lanes.has(lane) && (lane === own || piece.lanes.size === 1),
        )
      try {
        await new Promise<void>((resolve, reject) => {
          const work = async (lane: Lane): Promise<void> => {
            while (!ended && lanes.has(lane)) {
              const piece = next(lane)
              if (!piece) {
                idle.push(lane)
                return
              }
              if (piece.lanes.size === 0) given.push(piece)
              piece.lanes.add(lane)
              try {
                const result = await lane.run(task, piece.documents)
                if (ended || piece.done) continue
                piece.done = true
                open--
                take(piece.documents, result)
                if (open === 0) resolve()
              } catch (error) {
                if (lane === own) return reject(error)
                // What was dropped fails as well, and is no fault of the lane: the next request has it again.
                if (ended) return
                lanes.delete(lane)
                piece.lanes.delete(lane)
                if (!ended && !piece.done && piece.lanes.size === 0) waiting.unshift(piece)
                for (const other of idle.splice(0)) void work(other)
              }
            }
          }
          enlist = (lane) => {
            for (let i = 0; i < lane.depth; i++) void work(lane)
          }
          for (const lane of lanes) enlist(lane)
        })
      } finally {
        ended = true
        enlist = undefined
        for (const lane of lanes) lane.drop?.()
      }
    },
  }
}
