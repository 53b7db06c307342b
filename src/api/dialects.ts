import { cohereDialect } from './dialects/cohere-v2.js'
import { createModelsDialect } from './dialects/models.js'
import { scoreDialect } from './dialects/score.js'
import { teiDialect } from './dialects/tei.js'
import { voyageDialect } from './dialects/voyage.js'
import type { Dialect } from './handler.js'

/**
 * The dialect of a request that is not in the card's own.
 * @param version `v1`, `v2` or nothing, from the path
 * @param name the last part of the path
 * @param card the card's dialect, not imported so that this part shares none with the page's entry
 */
export function findDialect(
  version: string | undefined,
  name: string,
  fields: object,
  card: Dialect,
): Dialect {
  if (name === 'models') return createModelsDialect(card.error)
  if (name === 'score') return scoreDialect
  if (version === 'v2') return cohereDialect
  return 'texts' in fields ? teiDialect : voyageDialect
}
