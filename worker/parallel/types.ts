import type { ScoringDocument, ShardResult, Task } from '../scoring/types.js'

/** A worker that scores shards of requests. */
export interface Helper {
  /** Shards it is given at a time: of more than one it has the next at hand when one is done. */
  depth: number
  run(
    task: Task,
    documents: readonly ScoringDocument[],
    checkpoint: () => Promise<void>,
  ): Promise<ShardResult>
  /** Nobody waits any more for what it was given of a request. */
  drop?(task: Task): void
  /** It is gone: whatever it was given fails. */
  end?(): void
}
