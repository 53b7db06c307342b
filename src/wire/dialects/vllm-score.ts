import { RerankError } from '../../protocol/errors.js'
import type { Dialect, Service } from '../dialect.js'
import type { RerankResponse } from '../response.js'
import { readFields, withNames } from './fields.js'

/**
 * `POST /v1/score` as vLLM has it: `text_1` against `text_2`, one against many or pair by pair, in the order given.
 * Its later names `queries` and `documents` do as well.
 */
export const scoreDialect: Dialect = {
  method: 'POST',
  async answer(body, service) {
    const { text_1, text_2, queries, documents, use_activation, ...fields } = readFields(body)
    const names =
      text_1 === undefined && queries !== undefined ? ['queries', 'documents'] : ['text_1', 'text_2']
    const [first, second] = names as [string, string]
    const left = readTexts(text_1 ?? queries, first, service)
    const right = readTexts(text_2 ?? documents, second, service)
    if (left.length !== 1 && left.length !== right.length) {
      throw new RerankError('invalid_request', `${first} must have one entry, or as many as ${second}`, {
        param: first,
      })
    }
    if (use_activation != null && typeof use_activation !== 'boolean') {
      throw new RerankError('invalid_request', 'use_activation must be true or false', {
        param: 'use_activation',
      })
    }
    const rank = (query: unknown, texts: unknown[]) =>
      withNames({ query: first, documents: second }, () =>
        service.rank({
          model: fields.model,
          query,
          instruction: fields.instruction,
          documents: texts,
          raw_scores: use_activation === false,
          return_documents: false,
        }),
      )
    const responses: RerankResponse[] = []
    const scores: number[] = []
    for (const [query, positions] of groupByQuery(left, right.length)) {
      const response = await rank(
        query,
        positions.map((position) => right[position]),
      )
      responses.push(response)
      requireSameModel(responses[0]!, response)
      for (const { index, relevance_score } of response.results) scores[positions[index]!] = relevance_score
    }
    return createAnswer(responses, scores)
  },
  error({ code, status, message, param = null, details }) {
    const missing = code === 'model_not_found'
    const answered = missing ? 404 : status
    return {
      status: answered,
      body: {
        error: {
          message: missing ? `The model \`${details?.model}\` does not exist.` : message,
          type: missing ? 'NotFoundError' : typeOf(answered),
          param,
          code: answered,
        },
      },
    }
  },
}

function typeOf(status: number): string {
  if (status === 429) return 'RateLimitError'
  return status < 500 ? 'BadRequestError' : 'InternalServerError'
}

function readTexts(value: unknown, name: string, { maxDocuments }: Service): unknown[] {
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value) || value.length === 0) {
    throw new RerankError('invalid_request', `${name} must be a string or a non-empty list of strings`, {
      param: name,
    })
  }
  if (value.length > maxDocuments) {
    throw new RerankError(
      'payload_too_large',
      `${name} has ${value.length} entries, and the limit is ${maxDocuments}`,
      {
        param: name,
        details: { limit: maxDocuments },
      },
    )
  }
  return value
}

/** Positions of the pairs of each query: a request for each query, rather than for each pair. */
function groupByQuery(queries: readonly unknown[], pairs: number): Map<unknown, number[]> {
  const groups = new Map<unknown, number[]>()
  for (let i = 0; i < pairs; i++) {
    const query = queries.length === 1 ? queries[0] : queries[i]
    const group = groups.get(query)
    if (group) group.push(i)
    else groups.set(query, [i])
  }
  return groups
}

/**
 * Scores of pairs are compared with one another, which those of two models cannot be.
 * @throws RerankError `upstream_failed` where one query was answered on the device and another one upstream
 */
function requireSameModel(first: RerankResponse, next: RerankResponse): void {
  const isUpstream = ({ webrerank }: RerankResponse) => webrerank.device === 'upstream'
  if (isUpstream(first) !== isUpstream(next))
    throw new RerankError(
      'upstream_failed',
      'some pairs were scored here and others upstream, and such scores cannot be compared: try again, or send one query a request',
    )
}

/** The answers for all queries as one list in the order of the input. */
function createAnswer(responses: readonly RerankResponse[], scores: readonly number[]): unknown {
  const tokens = responses.reduce((sum, { usage }) => sum + usage.total_tokens, 0)
  const { id, model, webrerank } = responses[0]!
  return {
    id: id.replace('rerank', 'score'),
    object: 'list',
    created: Math.floor(Date.now() / 1000),
    model,
    data: scores.map((score, index) => ({ index, object: 'score', score })),
    usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens },
    webrerank: responses.length === 1 ? webrerank : undefined,
  }
}
