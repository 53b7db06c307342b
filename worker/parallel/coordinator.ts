import type { ScoreRequest } from '../../src/protocol/worker-api.js'
import type { Model, ModelParts } from '../model/types.js'
import { loadedEngines } from '../runtime/source.js'
import type { Cache } from '../scoring/cache.js'
import { createPieceRunner } from '../scoring/pair-scorer.js'
import type { DocumentScore, PieceDocument, Task, Work } from '../scoring/types.js'
import { encodeDocument } from '../text/pair-encoder.js'
import { createRemoteLane, type RemoteLane } from './helper-proxy.js'
import { createTeam } from './scheduler.js'
import { costOf, planPieces } from './shards.js'

/** Milliseconds of work that are worth another worker, whose start takes some 100. */
const WORTH_WORKERS = 150

/** Scores documents on a CPU, with the workers that were invited. */
export interface PiecePool {
  /**
   * @param done called once for each document
   * @param want called with the number of workers that the work is worth, where there are fewer
   */
  run(
    request: ScoreRequest,
    documents: readonly PieceDocument[],
    done: (document: PieceDocument, score: DocumentScore) => void,
    want: (workers: number) => void,
    checkpoint: () => Promise<void>,
  ): Promise<Work>
  /** A worker waits at the other end of a port. */
  invite(id: number, port: MessagePort): void
  dismiss(id: number): void
}

/**
 * @param parts handed to the other workers; absent where there will be none
 * @param most workers, this one counted
 * @param pause lets messages in
 */
export function createPiecePool(
  model: Model,
  parts: ModelParts | undefined,
  most: number,
  cache: Cache,
  pause: () => Promise<void>,
): PiecePool {
  const runner = createPieceRunner(model)
  const others = new Map<number, RemoteLane>()
  let checkpointOfRequest = async () => {}
  const team = createTeam({
    depth: 1,
    async run(task, documents) {
      const result = await runner.run(task, documents, checkpointOfRequest)
      // The others' answers wait to be heard.
      if (others.size > 0) await pause()
      return result
    },
  })
  /** Milliseconds that a unit of cost takes: the last request's. */
  let rate: number | undefined

  const prepare = async (
    task: Task,
    documents: readonly PieceDocument[],
    checkpoint: () => Promise<void>,
  ): Promise<PieceDocument[]> => {
    const maker = runner.makerOf(task)
    const prepared: PieceDocument[] = []
    for (const { index, text } of documents) {
      let encoding = cache.encoding(text, maker.need)
      if (!task.length.truncate) {
        // A document that is too long is told before anything is scored.
        await checkpoint()
        encoding ??= encodeDocument(model.reader, text, maker.need)
        cache.keepEncoding(text, encoding)
        maker.make(encoding, index)
      }
      prepared.push({ index, text, ...(encoding && { encoding }) })
    }
    return prepared
  }

  return {
    async run({ query, length }, documents, done, want, checkpoint) {
      const start = performance.now()
      const task: Task = { query, length }
      const work: Work = { tokenize: 0, forward: 0 }
      checkpointOfRequest = checkpoint
      const prepared = await prepare(task, documents, checkpoint)
      const costs = documents.map(({ text }) => costOf(text, task, model.reader.window))
      const total = costs.reduce((sum, cost) => sum + cost, 0)
      let left = total
      let asked = false
      /** Asks for workers as soon as it is known what the work takes. */
      const judge = () => {
        if (asked || rate === undefined || most === 1) return
        const worth = Math.min(most, 1 + Math.floor((left * rate) / WORTH_WORKERS))
        asked = worth > 1
        if (worth > others.size + 1) want(worth)
      }
      judge()
      await team.run(task, planPieces(prepared, costs, most), (piece, result) => {
        piece.forEach((document, i) => {
          const encoding = result.encodings[i]
          if (encoding) cache.keepEncoding(document.text, encoding)
          left -= costOf(document.text, task, model.reader.window)
          done(document, result.scores[i]!)
        })
        work.tokenize += result.tokenize
        work.forward += result.forward
        const spent = work.tokenize + work.forward
        if (left < total && performance.now() - start > 10) rate = spent / (total - left)
        judge()
      })
      return work
    },

    invite(id, port) {
      const lane = createRemoteLane(port)
      if (!parts) return lane.end()
      others.set(id, lane)
      loadedEngines()
        .then((engines) => lane.open(parts, engines))
        .then(() => {
          if (others.get(id) === lane) team.add(lane)
        })
        .catch(() => {
          others.delete(id)
          lane.end()
        })
    },

    dismiss(id) {
      const lane = others.get(id)
      others.delete(id)
      if (!lane) return
      team.remove(lane)
      lane.end()
    },
  }
}
