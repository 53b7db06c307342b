import { FIRST } from '../../src/client/cascade.js'
import { requireModelId } from '../../src/models/catalogue/ids.js'
import { CATALOGUE } from '../../src/models/catalogue/index.js'
import { RerankError } from '../../src/protocol/errors.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import type { RerankRequest } from '../../src/wire/request.js'

/**
 * A request with the ids of its models in the place of other names.
 * @param names ids by the names of models
 * @param configured whether the server itself has a cascade, whose small model needs no other name
 * @throws RerankError `model_not_found` for a small model that is not served: a request loads no other
 */
export function nameModels(
  request: RerankRequest,
  names: ReadonlyMap<string, string>,
  configured: boolean,
): RerankRequest {
  const { model, cascade } = request
  return {
    ...request,
    ...(typeof model === 'string' && { model: names.get(model) ?? model }),
    ...(cascade && !configured && { cascade: nameFirst(cascade, names) }),
  }
}

function nameFirst(
  cascade: NonNullable<RerankRequest['cascade']>,
  names: ReadonlyMap<string, string>,
): NonNullable<RerankRequest['cascade']> {
  if (cascade !== true && typeof cascade !== 'object') return cascade
  const fields = cascade === true ? {} : cascade
  const first = fields.first ?? FIRST
  if (typeof first !== 'string') return cascade
  const id = names.get(first)
  if (id !== undefined) return { ...fields, first: id }
  const message = `cascade.first must be one of the models that are served: ${[...names.keys()].join(', ')}`
  throw new RerankError('model_not_found', message, { param: 'cascade.first', details: { model: first } })
}

/**
 * Ids of the models that are to be served.
 * @throws RerankError `model_not_found`; `invalid_request` where there is none, or one twice
 */
export function readIds(models: readonly (string | ModelReference)[]): string[] {
  if (models.length === 0)
    throw new RerankError('invalid_request', 'models must not be empty', { param: 'models' })
  const ids = models.map((model, i) => {
    if (typeof model === 'string') return requireModelId(model)
    for (const member of ['id', 'source'] as const)
      if (typeof model?.[member] !== 'string' || model[member] === '')
        throw new RerankError('invalid_request', `models[${i}].${member} must be a non-empty string`, {
          param: 'models',
        })
    return model.id
  })
  const twice = ids.find((id, i) => ids.indexOf(id) < i)
  if (twice !== undefined)
    throw new RerankError('invalid_request', `models: ${twice} is given twice`, { param: 'models' })
  return ids
}

/** The most tokens of a pair, where it is known. */
export function windowOf(model: string | ModelReference): number | undefined {
  return typeof model === 'string' ? CATALOGUE[requireModelId(model)].window : model.window
}
