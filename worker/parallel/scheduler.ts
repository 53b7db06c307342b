import type { ScoringDocument, ShardResult, Task } from '../scoring/types.js'

/** A worker that scores shards of a request. */
export interface Helper {
  /** Shards it is given at a time: of more than one it has the next at hand when one is done. */
  depth: number
  run(
    task: Task,
    documents: readonly ScoringDocument[],
    checkpoint: () => Promise<void>,
  ): Promise<ShardResult>
  /** Nobody waits any more for what it was given. */
  drop?(): void
  /** It is gone: whatever it was given fails. */
  end?(): void
}

/** Deals the shards of a request out to workers: this one, and the helpers that joined. */
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
   * Runs shards in their order, each worker taking the next one as soon as it can. At the end, what a slow worker still
   * holds is run by an idle one too, and the first answer counts: they are the same to the last bit. A worker that
   * fails is left out, and its shards are done by the others.
   * @param take called once for each shard
   * @param checkpoint called by this worker between forward passes
   * @throws what this worker itself fails with
   */
  run(
    task: Task,
    shards: readonly (readonly ScoringDocument[])[],
    take: (documents: readonly ScoringDocument[], result: ShardResult) => void,
    checkpoint: () => Promise<void>,
  ): Promise<void>
}

/** @param own this worker, which is never left out */
export function createScheduler(own: Helper): Scheduler {
  const members = new Map<number, { helper: Helper; ready: boolean }>()
  let enlist: ((helper: Helper) => void) | undefined
  const ready = () => [own, ...[...members.values()].flatMap(({ helper, ready }) => (ready ? helper : []))]
  const leave = (id: number) => {
    const member = members.get(id)
    members.delete(id)
    member?.helper.end?.()
  }
  const leaveOut = (helper: Helper) => {
    for (const [id, member] of members) if (member.helper === helper) leave(id)
  }

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
          enlist?.(helper)
        },
        () => leave(id),
      )
    },
    leave,
    async run(task, shards, take, checkpoint) {
      if (shards.length === 0) return
      const queue = createShardQueue(shards, own)
      try {
        await new Promise<void>((resolve, reject) => {
          const crew = createCrew({
            own,
            queue,
            isMember: (helper) => ready().includes(helper),
            leaveOut,
            score: (helper, documents) => helper.run(task, documents, checkpoint),
            take,
            resolve,
            reject,
          })
          enlist = crew.enlist
          for (const helper of ready()) crew.enlist(helper)
        })
      } finally {
        enlist = undefined
        // What is dropped fails at its helper, which is no fault: the next request has it again.
        for (const helper of ready()) helper.drop?.()
      }
    },
  }
}

interface CrewOptions {
  own: Helper
  queue: ShardQueue
  isMember: (helper: Helper) => boolean
  leaveOut: (helper: Helper) => void
  score: (helper: Helper, documents: readonly ScoringDocument[]) => Promise<ShardResult>
  take: (documents: readonly ScoringDocument[], result: ShardResult) => void
  /** All shards are done. */
  resolve: () => void
  /** This worker itself failed. */
  reject: (error: unknown) => void
}

/** The workers at one request. */
function createCrew({ own, queue, isMember, leaveOut, score, take, resolve, reject }: CrewOptions) {
  const idle: Helper[] = []
  let ended = false
  const end = (settle: () => void) => {
    ended = true
    settle()
  }
  const fail = (helper: Helper, shard: Shard, error: unknown): void => {
    if (ended) return
    if (helper === own) {
      end(() => reject(error))
      return
    }
    leaveOut(helper)
    queue.giveBack(shard, helper)
    for (const other of idle.splice(0)) void work(other)
  }
  const scoreShard = async (helper: Helper, shard: Shard): Promise<void> => {
    try {
      const result = await score(helper, shard.documents)
      if (ended || !queue.finish(shard)) return
      take(shard.documents, result)
      if (queue.done()) end(resolve)
    } catch (error) {
      fail(helper, shard, error)
    }
  }
  const work = async (helper: Helper): Promise<void> => {
    while (!ended && isMember(helper)) {
      const shard = queue.next(helper)
      if (!shard) return void idle.push(helper)
      await scoreShard(helper, shard)
    }
  }
  return {
    enlist(helper: Helper): void {
      for (let i = 0; i < helper.depth; i++) void work(helper)
    },
  }
}

interface Shard {
  documents: readonly ScoringDocument[]
  done: boolean
  /** Who has it. */
  holders: Set<Helper>
}

type ShardQueue = ReturnType<typeof createShardQueue>

/** The shards of one request: those that wait, those that were given out, and how many are not done. */
function createShardQueue(shards: readonly (readonly ScoringDocument[])[], own: Helper) {
  const waiting = shards.map((documents): Shard => ({ documents, done: false, holders: new Set() }))
  const given: Shard[] = []
  let open = waiting.length
  return {
    done: () => open === 0,
    /**
     * The next shard, or else the one that was given to another last: it is the least likely to have been begun. Two
     * others that have the same shard may both hang, so this worker takes it even then.
     */
    next(helper: Helper): Shard | undefined {
      const shard =
        waiting.shift() ??
        given.findLast(
          ({ done, holders }) => !done && !holders.has(helper) && (helper === own || holders.size === 1),
        )
      if (shard?.holders.size === 0) given.push(shard)
      shard?.holders.add(helper)
      return shard
    },
    /** Notes an answer. False where there was one before. */
    finish(shard: Shard): boolean {
      if (shard.done) return false
      shard.done = true
      open--
      return true
    },
    /** Its helper failed: where nobody else has it, it is the next. */
    giveBack(shard: Shard, helper: Helper): void {
      shard.holders.delete(helper)
      if (!shard.done && shard.holders.size === 0) waiting.unshift(shard)
    },
  }
}
