import type { ModelCard } from '../shared/model-card.js'
import type { ModelId } from './ids.js'
import { tinyEn } from './webrerank-tiny-en.js'

/** The card of every model that can be asked for by name. Read by the worker alone: the page needs only the ids. */
export const CATALOGUE: Record<ModelId, ModelCard> = {
  'webrerank/tiny-en': tinyEn,
}
