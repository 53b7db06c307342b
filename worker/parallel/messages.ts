import type { Outcome } from '../../src/protocol/outcome.js'
import type { ModelParts } from '../model/types.js'
import type { EngineModules } from '../runtime/types.js'
import type { PieceDocument, PieceResult, Task } from '../scoring/types.js'

/** What a worker tells the one that helps it, by their own port: none of it passes through the page. */
export type AssistMessage =
  | { kind: 'open'; parts: ModelParts; engines: EngineModules }
  | { kind: 'piece'; id: number; task: Task; documents: readonly PieceDocument[] }
  /** All pieces that were given are wanted no more. */
  | { kind: 'drop' }

/** What it answers: once for `open` as number 0, then for each piece. */
export interface AssistAnswer {
  id: number
  outcome: Outcome<PieceResult | undefined>
}
