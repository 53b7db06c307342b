import { createPairScorer } from '../scoring/pair-scorer.js'
import type { Task } from '../scoring/types.js'
import type { Model } from './types.js'

/** A pair that is timed: a short passage with its query. */
const TASK: Task = {
  query: 'how to return an item that does not fit',
  length: { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true },
}
const PASSAGE =
  'You can send back any item within thirty days for a full refund, as long as it is not worn and still has its label. '.repeat(
    3,
  )

/** Each scores so many times in turn, and its best time counts: what else the machine does only adds to a time. */
const [ROUNDS, RUNS] = [5, 4]

/**
 * Which of two opened models takes less CPU time for a pair. The other one is released.
 * @param cpuTime milliseconds that this process took so far, in all its threads
 */
export async function takesLess<T extends { model: Model }>(a: T, b: T, cpuTime: () => number): Promise<T> {
  const timed = [a, b].map((opened) => ({ opened, scorer: createPairScorer(opened.model), time: Infinity }))
  for (let round = 0; round < ROUNDS; round++)
    for (const each of timed) {
      const start = cpuTime()
      for (let run = 0; run < RUNS; run++)
        await each.scorer.score(TASK, [{ index: 0, text: PASSAGE }], async () => {})
      each.time = Math.min(each.time, (cpuTime() - start) / RUNS)
    }
  const [best] = timed.toSorted((x, y) => x.time - y.time)
  const times = timed.map(({ opened, time }) => `${opened.model.choice.build} ${time.toFixed(1)} ms`)
  for (const { opened } of timed) if (opened !== best!.opened) await opened.model.session.release?.()
  const { opened } = best!
  const reason = `the faster one here, by CPU time of a pair: ${times.join(', ')}`
  return { ...opened, model: { ...opened.model, choice: { ...opened.model.choice, reason } } }
}
