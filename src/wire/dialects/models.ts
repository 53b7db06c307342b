import { MODEL_IDS } from '../../models/catalogue/ids.js'
import type { Dialect } from '../dialect.js'

/** `GET /v1/models` as OpenAI has it; errors as in another dialect. */
export function createModelsDialect(error: Dialect['error']): Dialect {
  return {
    method: 'GET',
    answer: async (_, { models = MODEL_IDS }) => ({
      object: 'list',
      data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'webrerank' })),
    }),
    error,
  }
}
