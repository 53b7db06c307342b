import type { Dialect } from '../dialect.js'
import type { AskedPath } from '../paths.js'
import { cohereDialect } from './cohere-v2.js'
import { createModelDialect, createModelsDialect } from './models.js'
import { teiDialect, teiInfoDialect } from './tei.js'
import { scoreDialect } from './vllm-score.js'
import { voyageDialect } from './voyage.js'

/**
 * The dialect of a request that is not in the card's own.
 * @param card the card's dialect, not imported so that this part shares none with the page's entry
 */
export function findDialect({ name, id = '' }: AskedPath, fields: object, card: Dialect): Dialect {
  if (name === 'models') return createModelsDialect(card.error)
  if (name === 'model') return createModelDialect(id, card.error)
  if (name === 'info') return teiInfoDialect
  if (name === 'score') return scoreDialect
  if (name === 'v2') return cohereDialect
  return 'texts' in fields ? teiDialect : voyageDialect
}
