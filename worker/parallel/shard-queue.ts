import type { ScoringDocument } from '../scoring/types.js'
import type { Helper } from './types.js'

export interface Shard {
  documents: readonly ScoringDocument[]
  done: boolean
  /** Who has it. */
  holders: Set<Helper>
}

/** The shards of one request: those that wait, those that were given out, and how many are not done. */
export interface ShardQueue {
  done(): boolean
  /** The next one that nobody has. */
  next(helper: Helper): Shard | undefined
  /** One that was given to another and is not done. */
  again(helper: Helper): Shard | undefined
  /** Notes an answer. False where there was one before. */
  finish(shard: Shard): boolean
  /** Its helper failed: where nobody else has it, it is the next. */
  giveBack(shard: Shard, helper: Helper): void
}

/** @param own the worker that may take a shard which two others have */
export function createShardQueue(shards: readonly (readonly ScoringDocument[])[], own: Helper): ShardQueue {
  const waiting = shards.map((documents): Shard => ({ documents, done: false, holders: new Set() }))
  const given: Shard[] = []
  let open = waiting.length
  return {
    done: () => open === 0,
    next(helper) {
      const shard = waiting.shift()
      if (!shard) return undefined
      given.push(shard)
      shard.holders.add(helper)
      return shard
    },
    /**
     * The one that was given out last: it is the least likely to have been begun. Two others that have the same shard may
     * both hang, so this worker takes it even then.
     */
    again(helper) {
      const shard = given.findLast(
        ({ done, holders }) => !done && !holders.has(helper) && (helper === own || holders.size === 1),
      )
      shard?.holders.add(helper)
      return shard
    },
    finish(shard) {
      if (shard.done) return false
      shard.done = true
      open--
      return true
    },
    giveBack(shard, helper) {
      shard.holders.delete(helper)
      if (!shard.done && shard.holders.size === 0) waiting.unshift(shard)
    },
  }
}
