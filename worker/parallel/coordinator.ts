import type { ModelParts } from '../model/types.js'
import type { KernelModules } from '../runtime/types.js'
import type { Cache } from '../scoring/cache.js'
import { createPairScorer } from '../scoring/pair-scorer.js'
import type { DocumentScorer, ScoringDocument, ScoringModel, Task, Work } from '../scoring/types.js'
import { encodeDocument } from '../text/pair-encoder.js'
import { createHelperProxy } from './helper-proxy.js'
import { createScheduler } from './scheduler.js'
import { costOf, planShards } from './shards.js'
import type { Helper } from './types.js'

/** Milliseconds of work that are worth another worker, whose start takes some 100. */
const WORTH_WORKERS = 150

/** Scores come one by one, and are handed on at most once in these many milliseconds. */
const TELL_EVERY = 16

/** Scores documents on a CPU, with the workers that were invited. */
export interface Coordinator extends DocumentScorer {
  /** A worker waits at the other end of a port. */
  invite(id: number, port: MessagePort): void
  dismiss(id: number): void
}

export interface CoordinatorOptions {
  /** Handed to the other workers; absent where there will be none. */
  parts: ModelParts | undefined
  /** Most workers, this one counted. */
  most: number
  /** Modules of the CPU runtime that are compiled, for the other workers. */
  kernels: () => Promise<KernelModules>
  /** Lets messages in. */
  pause: () => Promise<void>
}

export function createCoordinator(
  model: ScoringModel,
  cache: Cache,
  { parts, most, kernels, pause }: CoordinatorOptions,
): Coordinator {
  const { input } = model
  const scorer = createPairScorer(model)
  const costIn = (task: Task, text: string) => costOf(text, task, input.maxLength)
  const own: Helper = {
    depth: 1,
    async run(task, documents, checkpoint) {
      const result = await scorer.score(task, documents, checkpoint)
      // The others' answers wait to be heard.
      if (scheduler.size > 1) await pause()
      return result
    },
  }
  const scheduler = createScheduler(own, (task, documents) =>
    documents.reduce((sum, { text }) => sum + costIn(task, text), 0),
  )
  /** Milliseconds that a unit of cost takes: the last request's. */
  let rate: number | undefined
  /** What all requests that are under way still cost. */
  let backlog = 0

  /** Documents with the tokens that are known. One that is too long is told before anything is scored. */
  const encodeKnown = async (
    task: Task,
    documents: readonly ScoringDocument[],
    checkpoint: () => Promise<void>,
  ): Promise<ScoringDocument[]> => {
    const maker = await scorer.makerOf(task, checkpoint)
    const encoded: ScoringDocument[] = []
    for (const { index, text } of documents) {
      let encoding = cache.encoding(text, maker.maxIds)
      if (!task.length.truncate) {
        await checkpoint()
        encoding ??= await encodeDocument(input, text, maker.maxIds, checkpoint)
        cache.keepEncoding(text, encoding)
        maker.make(encoding, index)
      }
      encoded.push({ index, text, ...(encoding && { encoding }) })
    }
    return encoded
  }

  return {
    every: TELL_EVERY,
    async score({ query, length, instruction, inOrder }, documents, { done, want }, checkpoint) {
      const start = performance.now()
      const task: Task = { query, length, instruction }
      const work: Work = { tokenize: 0, forward: 0 }
      const encoded = await encodeKnown(task, documents, checkpoint)
      const costs = documents.map(({ text }) => costIn(task, text))
      const total = costs.reduce((sum, cost) => sum + cost, 0)
      let left = total
      let asked = false
      backlog += total
      /** Asks for workers as soon as it is known what the work takes. */
      const judge = () => {
        if (asked || rate === undefined || most === 1) return
        const worth = Math.min(most, 1 + Math.floor((backlog * rate) / WORTH_WORKERS))
        asked = worth > 1
        if (worth > scheduler.size) want(worth)
      }
      const take: Parameters<typeof scheduler.run>[2] = (shard, result) => {
        shard.forEach((document, i) => {
          const encoding = result.encodings[i]
          if (encoding) cache.keepEncoding(document.text, encoding)
          const cost = costIn(task, document.text)
          left -= cost
          backlog -= cost
          done(document, result.scores[i]!)
        })
        work.tokenize += result.tokenize
        work.forward += result.forward
        const spent = work.tokenize + work.forward
        if (left < total && performance.now() - start > 10) rate = spent / (total - left)
        judge()
      }
      const shards = inOrder ? encoded.map((document) => [document]) : planShards(encoded, costs, most)
      try {
        judge()
        const waited = await scheduler.run(task, shards, take, checkpoint)
        return { ...work, waited }
      } finally {
        backlog -= left
      }
    },
    invite(id, port) {
      const helper = createHelperProxy(port)
      if (!parts) return helper.end()
      scheduler.join(
        id,
        helper,
        kernels().then((modules) => helper.open(parts, modules)),
      )
    },
    dismiss: (id) => scheduler.leave(id),
  }
}
