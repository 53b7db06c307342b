import { RerankError } from '../shared/errors.js'

/** Every model that can be asked for by name. */
export const MODEL_IDS = ['webrerank/tiny-en'] as const

export type ModelId = (typeof MODEL_IDS)[number]

/** Models whose files ship inside the package. */
export const EMBEDDED_IDS: readonly string[] = ['webrerank/tiny-en'] satisfies ModelId[]

/** @throws RerankError `model_not_found`: another model is never taken in silence */
export function requireModelId(id: string): ModelId {
  const known = MODEL_IDS.find((candidate) => candidate === id)
  if (!known) throw modelNotFound(id)
  return known
}

/** In SiliconFlow's own words, which clients may look for. */
export function modelNotFound(id: string): RerankError {
  return new RerankError('model_not_found', 'Model does not exist. Please check it carefully.', {
    param: 'model',
    details: { model: id, known: MODEL_IDS },
  })
}
