import { RerankError } from '../protocol/errors.js'
import type { LengthOptions } from '../protocol/worker-api.js'
import type { FuseOptions } from './fuse-options.js'

/** Documents of a request, where nothing else is said. */
export const MAX_DOCUMENTS = 1000
/** Bytes of a body, where nothing else is said: 32 MiB. */
export const MAX_BODY_BYTES = 32 * 2 ** 20

/** The body of `POST /v1/rerank`: the names are the wire's own. */
export interface RerankRequest {
  /** Which model, such as `webrerank/tiny-en`. Default: the reranker's own; required where there is none. */
  model?: string
  /** What is looked for. */
  query: string
  /** What is ranked: texts, or objects of whose members only `text` counts. */
  documents: string | readonly (string | { readonly text: string })[]
  /** How many of the best to answer. Default: all. */
  top_n?: number | null
  /** Whether each result carries its document. Default: true. */
  return_documents?: boolean | null
  /** Answers logits instead of scores between 0 and 1. Default: false. */
  raw_scores?: boolean | null
  /** Windows of a document past the model's window that are scored; the best one counts. Default: 1, its head. */
  max_chunks_per_doc?: number | null
  /** Tokens that neighbouring windows share, 0 to 80. Default: 0. */
  overlap_tokens?: number | null
  /** Document tokens that are used at most. Default: as many as fit. */
  max_tokens_per_doc?: number | null
  /** False makes a document past the window an error. Default: true. */
  truncate?: boolean | null
  /**
   * Blends the model's scores with those of a first stage, by default a BM25 over these documents: a small model alone
   * misses names and rare words that a lexical search finds. No other API has it, and it is off unless asked for.
   * `relevance_score` is then of the blend, {@link RerankFacts.fused} says of what. Default: false.
   */
  fuse?: boolean | FuseOptions | null
}

/** A request after {@link parseRequest}: complete and checked. */
export interface ParsedRequest {
  model: string | undefined
  query: string
  documents: string[]
  topN: number
  returnDocuments: boolean
  rawScores: boolean
  length: LengthOptions
  /** Undefined where it is off. Still to be read, by `createFusion`, which is loaded for no other request. */
  fuse: unknown
  /** What was given and has no effect. */
  warnings: string[]
}

/** Known fields of other rerank APIs that no model here heeds. */
const WITHOUT_EFFECT = ['instruction', 'rank_fields', 'priority', 'user', 'truncation']

/**
 * Reads an unknown value as a rerank request. Unknown members are ignored.
 * @param maxDocuments documents allowed
 * @throws RerankError `invalid_request` naming the field, `payload_too_large`
 */
export function parseRequest(body: unknown, maxDocuments: number): ParsedRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('the body must be a JSON object')
  const fields = body as Record<string, unknown>
  const documents = readDocuments(fields.documents, maxDocuments)
  const maxTokensPerDoc = readInteger(fields, 'max_tokens_per_doc', 1)
  const maxChunksPerDoc = readInteger(fields, 'max_chunks_per_doc', 1) ?? 1
  const overlapTokens = readInteger(fields, 'overlap_tokens', 0, 80)
  return {
    model: readModel(fields.model),
    query: readQuery(fields.query),
    documents,
    topN: Math.min(readInteger(fields, 'top_n', 1) ?? documents.length, documents.length),
    returnDocuments: readBoolean(fields, 'return_documents') ?? true,
    rawScores: readBoolean(fields, 'raw_scores') ?? false,
    length: {
      maxChunksPerDoc,
      overlapTokens: overlapTokens ?? 0,
      ...(maxTokensPerDoc !== undefined && { maxTokensPerDoc }),
      truncate: readBoolean(fields, 'truncate') ?? true,
    },
    fuse: fields.fuse === false ? undefined : (fields.fuse ?? undefined),
    warnings: [
      ...WITHOUT_EFFECT.filter((name) => fields[name] != null).map(
        (name) => `${name} has no effect on this model`,
      ),
      ...(overlapTokens && maxChunksPerDoc === 1
        ? ['overlap_tokens has no effect without max_chunks_per_doc']
        : []),
    ],
  }
}

function readModel(value: unknown): string | undefined {
  if (value == null) return undefined
  if (typeof value !== 'string' || value === '') throw invalid('must be a non-empty string', 'model')
  return value
}

function readQuery(value: unknown): string {
  if (value == null) throw invalid('is required', 'query')
  if (typeof value !== 'string') throw invalid('must be a string', 'query')
  if (value.trim() === '') throw invalid('must not be empty or blank', 'query')
  return value
}

function readDocuments(value: unknown, most: number): string[] {
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) throw invalid('is required and must be an array of strings', 'documents')
  if (value.length === 0) throw invalid('must not be empty', 'documents')
  // Before any of them is looked at: an array may be of any length, and empty.
  if (value.length > most)
    throw new RerankError(
      'payload_too_large',
      `documents has ${value.length} entries, and the limit is ${most}`,
      {
        param: 'documents',
        details: { limit: most },
      },
    )
  // Not map, which passes over holes.
  return Array.from(value, (document: unknown, index) => {
    if (typeof document === 'string') return document
    const text = (document as { text?: unknown } | null)?.text
    if (typeof text !== 'string')
      throw invalid(`must be a string, or an object with text`, `documents[${index}]`)
    return text
  })
}

function readInteger(
  fields: Record<string, unknown>,
  name: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
) {
  const value = fields[name]
  if (value == null) return undefined
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
    throw invalid(`must be an integer ${range}`, name)
  }
  return value as number
}

function readBoolean(fields: Record<string, unknown>, name: string): boolean | undefined {
  const value = fields[name]
  if (value == null) return undefined
  // Xinference's client sends it as text.
  if (value === 'true' || value === 'false') return value === 'true'
  if (typeof value !== 'boolean') throw invalid('must be true or false', name)
  return value
}

function invalid(problem: string, param?: string): RerankError {
  return param === undefined
    ? new RerankError('invalid_request', problem)
    : new RerankError('invalid_request', `${param} ${problem}`, { param: param.replace(/\[.*/, '') })
}
