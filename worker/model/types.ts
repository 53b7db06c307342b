import type { ModelCard } from '../../src/protocol/model-card.js'
import type { LoadReport } from '../../src/protocol/worker-api.js'
import type { Content } from '../bytes/content.js'
import type { ActivationBits, Choice } from '../runtime/types.js'
import type { ScoringModel } from '../scoring/types.js'

/** A model on a device. */
export interface Model extends ScoringModel {
  card: ModelCard
  choice: Choice
}

/** What another worker needs to open the same model. */
export interface ModelParts {
  card: ModelCard
  choice: Choice
  weights: Content
  companions: readonly Uint8Array[]
  /** Tokens of the longest pair. */
  maxLength: number
  activationBits: ActivationBits
}

export interface LoadedModel {
  model: Model
  /** Absent where weights lie in files beside the graph: such models are too large for a second worker. */
  parts?: ModelParts
  report: LoadReport
}
