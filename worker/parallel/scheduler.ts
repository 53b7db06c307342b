import type { ScoringDocument, ShardResult, Task } from '../scoring/types.js'
import { createShardQueue, type Shard, type ShardQueue } from './shard-queue.js'
import { MOST_IN_SHARD } from './shards.js'
import { createTurns } from './turns.js'
import type { Helper } from './types.js'

/** Deals the shards of all requests out to workers: this one, and the helpers that joined. */
export interface Scheduler {
  /** Workers, this one and those that are still opening the model counted. */
  readonly size: number
  /**
   * Takes in a helper, which may come in the midst of a request and then takes part in it.
   * @param opened settles when the helper has the model; where it rejects, the helper is ended
   */
  join(id: number, helper: Helper, opened: Promise<void>): void
  leave(id: number): void
  /**
   * Runs shards of a request in their order, each worker taking the next one as soon as it can; between requests by turns.
   * At the end, what a slow worker still holds is run by an idle one too, and the first answer counts: they are the same to
   * the last bit. A worker that fails is left out, and its shards are done by the others.
   * @param take called once for each shard
   * @param checkpoint called between forward passes; what it throws ends the request
   * @returns milliseconds until its first shard was begun
   * @throws what this worker itself fails with
   */
  run(
    task: Task,
    shards: readonly (readonly ScoringDocument[])[],
    take: (documents: readonly ScoringDocument[], result: ShardResult) => void,
    checkpoint: () => Promise<void>,
  ): Promise<number>
}

/** A request under way. */
interface Run {
  task: Task
  queue: ShardQueue
  take: (documents: readonly ScoringDocument[], result: ShardResult) => void
  checkpoint: () => Promise<void>
  /** When its first shard was begun. */
  begun: number | undefined
  ended: boolean
  /** Ends it. */
  settle: (failure?: { error: unknown }) => void
}

/**
 * @param own this worker, which is never left out
 * @param costOf what documents of a request cost
 */
export function createScheduler(
  own: Helper,
  costOf: (task: Task, documents: readonly ScoringDocument[]) => number = (_, { length }) => length,
): Scheduler {
  const members = new Map<number, { helper: Helper; ready: boolean }>()
  const turns = createTurns<Run>(MOST_IN_SHARD)
  /** Helpers with nothing to do, each as often as it could be given a shard. */
  let idle: Helper[] = []

  const isMember = (helper: Helper) =>
    helper === own || [...members.values()].some((member) => member.ready && member.helper === helper)
  const leave = (id: number) => {
    const member = members.get(id)
    members.delete(id)
    member?.helper.end?.()
  }
  const leaveOut = (helper: Helper) => {
    for (const [id, member] of members) if (member.helper === helper) leave(id)
  }

  /** What is next for a helper: first of all what nobody has. */
  const next = (helper: Helper): [Run, Shard] | undefined => {
    const runs = turns.order()
    for (const kind of ['next', 'again'] as const)
      for (const run of runs) {
        const shard = run.queue[kind](helper)
        if (shard) return [run, shard]
      }
    return undefined
  }
  const scoreShard = async (helper: Helper, run: Run, shard: Shard): Promise<void> => {
    run.begun ??= performance.now()
    turns.charge(run, costOf(run.task, shard.documents))
    let result: ShardResult
    try {
      result = await helper.run(run.task, shard.documents, run.checkpoint)
    } catch (error) {
      return fail(helper, run, shard, error)
    }
    if (run.ended || !run.queue.finish(shard)) return
    run.take(shard.documents, result)
    if (run.queue.done()) return run.settle()
    // This worker asks between two documents; it may be busy with another request.
    if (helper !== own) await run.checkpoint().catch((error) => run.settle({ error }))
  }
  const fail = (helper: Helper, run: Run, shard: Shard, error: unknown): void => {
    // What is dropped fails at its helper, which is no fault.
    if (run.ended) return
    if (helper === own) {
      run.settle({ error })
      return
    }
    leaveOut(helper)
    run.queue.giveBack(shard, helper)
    wake()
  }
  const work = async (helper: Helper): Promise<void> => {
    while (isMember(helper)) {
      const found = next(helper)
      if (!found) {
        idle.push(helper)
        return
      }
      await scoreShard(helper, ...found)
    }
  }
  const wake = () => {
    const free = idle
    idle = []
    for (const helper of free) void work(helper)
  }
  const enlist = (helper: Helper) => {
    for (let i = 0; i < helper.depth; i++) void work(helper)
  }
  enlist(own)

  return {
    get size() {
      return members.size + 1
    },
    join(id, helper, opened) {
      const member = { helper, ready: false }
      members.set(id, member)
      opened.then(
        () => {
          if (members.get(id) !== member) return
          member.ready = true
          enlist(helper)
        },
        () => leave(id),
      )
    },
    leave,
    async run(task, shards, take, checkpoint) {
      if (shards.length === 0) return 0
      const asked = performance.now()
      const run: Run = {
        task,
        queue: createShardQueue(shards, own),
        take,
        checkpoint,
        begun: undefined,
        ended: false,
        settle() {},
      }
      try {
        await new Promise<void>((resolve, reject) => {
          run.settle = (failure) => {
            run.ended = true
            turns.remove(run)
            if (failure) reject(failure.error)
            else resolve()
          }
          turns.add(
            run,
            shards.reduce((sum, documents) => sum + costOf(task, documents), 0),
          )
          wake()
        })
      } finally {
        for (const { helper } of members.values()) helper.drop?.(task)
      }
      return (run.begun ?? asked) - asked
    },
  }
}
