import { MODEL_IDS } from '../../models/catalogue/ids.js'
import { modelNotFound } from '../../protocol/errors.js'
import type { Dialect } from '../dialect.js'

/** `GET /v1/models` as OpenAI has it; errors as in another dialect. */
export function createModelsDialect(error: Dialect['error']): Dialect {
  return {
    method: 'GET',
    answer: async (_, { models = MODEL_IDS }) => ({ object: 'list', data: models.map(describe) }),
    error,
  }
}

/**
 * `GET /v1/models/{id}` as OpenAI and Xinference have it: some clients ask for it before they rank.
 * @param encoded the id as it stands in the path: its slash may be encoded or not
 */
export function createModelDialect(encoded: string, error: Dialect['error']): Dialect {
  return {
    method: 'GET',
    async answer(_, { models = MODEL_IDS }) {
      const id = models.find((id) => id === decode(encoded))
      if (id === undefined) throw modelNotFound(decode(encoded), models)
      return describe(id)
    },
    error(reason) {
      const answer = error(reason)
      // Of a path that names no model, rather than of a body that does.
      return reason.code === 'model_not_found' ? { ...answer, status: 404 } : answer
    },
  }
}

function describe(id: string): Record<string, unknown> {
  return { id, object: 'model', created: 0, owned_by: 'webrerank', model_type: 'rerank', model_name: id }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
