import type { Outcome } from '../../src/protocol/outcome.js'
import type { ModelParts } from '../model/types.js'
import type { KernelModules } from '../runtime/types.js'
import type { ScoringDocument, ShardResult, Task } from '../scoring/types.js'

/** What a worker tells the one that helps it, by their own port: none of it passes through the page. */
export type HelperMessage =
  | { kind: 'open'; parts: ModelParts; kernels: KernelModules }
  | { kind: 'shard'; id: number; task: Task; documents: readonly ScoringDocument[] }
  /** These shards are wanted no more. */
  | { kind: 'drop'; ids: readonly number[] }

/** What it answers: once for `open` as number 0, then for each shard. */
export interface HelperAnswer {
  id: number
  outcome: Outcome<ShardResult | undefined>
}
