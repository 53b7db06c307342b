import type { ModelReference } from '../protocol/model-card.js'

/** The id of a model that is named or described. */
export function idOf(model: string | ModelReference): string {
  return typeof model === 'string' ? model : model.id
}
