import { requireModelId } from '../models/catalogue/ids.js'
import { invalid, RerankError } from '../protocol/errors.js'
import type { ModelReference } from '../protocol/model-card.js'
import { idOf } from './model-id.js'
import type { CascadeOptions } from './types.js'

/** How many documents the reranker's own model scores, where nothing else is said. */
const KEEP = 20
/** The first model, where nothing else is said. */
export const FIRST = 'webrerank/tiny-en'

/** A checked cascade of one request. */
export interface Cascade {
  first: string | ModelReference
  keep: number
}

/**
 * @param model the reranker's own, by its id
 * @param option the reranker's option `cascade`
 * @param asked the request's own `cascade`
 * @returns undefined where the model ranks alone
 * @throws RerankError `invalid_request` naming what cannot be meant
 */
export function readCascade(
  model: string,
  option: CascadeOptions | undefined,
  asked: unknown = option !== undefined,
): Cascade | undefined {
  const configured = option === undefined ? undefined : readOption(model, option)
  if (asked === false) return undefined
  if (asked === true) return configured ?? { first: checkFirst(model, FIRST), keep: KEEP }
  if (!isObject(asked)) throw invalid('cascade', 'must be true, false or an object')
  return {
    first: readFirst(model, asked.first ?? undefined, configured),
    keep: readKeep(asked.keep ?? undefined, configured?.keep),
  }
}

function readOption(model: string, option: unknown): Cascade {
  if (!isObject(option)) throw invalid('cascade', 'must be an object with first and keep')
  const { first } = option
  const id = isObject(first) ? first.id : first
  if (typeof id !== 'string' || id === '')
    throw invalid('cascade.first', 'must be the name of a model, or describe one')
  checkFirst(model, id)
  return { first: first as string | ModelReference, keep: readKeep(option.keep, undefined) }
}

function readFirst(model: string, first: unknown, configured: Cascade | undefined): string | ModelReference {
  if (first === undefined) return configured?.first ?? checkFirst(model, FIRST)
  if (typeof first !== 'string') throw invalid('cascade.first', 'must be the name of a model')
  if (configured) {
    const id = idOf(configured.first)
    if (first === id) return configured.first
    throw invalid('cascade.first', `must be ${id}, the first model of this reranker`)
  }
  checkFirst(model, first)
  try {
    return requireModelId(first)
  } catch (cause) {
    const { details } = cause as RerankError
    const message = 'cascade.first names no model of the catalogue'
    throw new RerankError('model_not_found', message, {
      param: 'cascade.first',
      ...(details && { details }),
      cause,
    })
  }
}

function checkFirst(model: string, first: string): string {
  if (first === model) throw invalid('cascade.first', `must differ from the reranker's own model, ${model}`)
  return first
}

function readKeep(value: unknown, otherwise = KEEP): number {
  if (value === undefined) return otherwise
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw invalid('cascade.keep', 'must be an integer of at least 1')
  return value as number
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
