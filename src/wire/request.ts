import { invalid, RerankError } from '../protocol/errors.js'
import type { LengthOptions } from '../protocol/worker-api.js'
import type { CascadeFields } from './cascade-options.js'
import type { FuseOptions } from './fuse-options.js'

/** Documents of a request, where nothing else is said. */
export const MAX_DOCUMENTS = 1000
/** Bytes of a body, where nothing else is said: 32 MiB. */
export const MAX_BODY_BYTES = 32 * 2 ** 20

/** The body of `POST /v1/rerank`. */
export interface RerankRequest {
  /** The model, such as `webrerank/tiny-en`. Default: the reranker's model; required for `rerank()`. */
  model?: string
  /** The question or search terms. */
  query: string
  /**
   * What makes a document relevant, such as `Given a question, retrieve its duplicates`, for a model that takes an instruction:
   * others refuse it. In English, as the models were trained. Default: the model's own instruction.
   */
  instruction?: string | null
  /** The texts to rank, or objects with a `text`. */
  documents: string | readonly (string | { readonly text: string })[]
  /** How many results to return. Default: all. */
  top_n?: number | null
  /** Whether results include their document. Default: true. */
  return_documents?: boolean | null
  /** Whether to return logits instead of scores between 0 and 1. Default: false. */
  raw_scores?: boolean | null
  /** How many windows of a long document to score; the best one counts. Default: 1, its beginning. */
  max_chunks_per_doc?: number | null
  /** Tokens that neighbouring windows share, from 0 to 80. Default: 0. */
  overlap_tokens?: number | null
  /** How many tokens of a document to read. Default: as many as fit. */
  max_tokens_per_doc?: number | null
  /** False: a document longer than the model's window is an error. Default: true. */
  truncate?: boolean | null
  /**
   * Combines the model's scores with those of your search, or with BM25 over these documents: keyword search is better
   * at names and rare words than a small model. `relevance_score` is then the combined score; {@link RerankFacts.fused}
   * says of what. Not part of other rerank APIs. Default: false.
   */
  fuse?: boolean | FuseOptions | null
  /**
   * Lets a small model score all documents, and this one only the best of them: an answer of a large model in a fraction of
   * its time. {@link RerankResult.model} says which of them scored a document, {@link RerankFacts.cascade} how many. False
   * turns the reranker's option of the same name off. Not part of other rerank APIs. Default: as the option says, else false.
   */
  cascade?: boolean | CascadeFields | null
}

/** A request after {@link parseRequest}: complete and checked. */
export interface ParsedRequest {
  model: string | undefined
  query: string
  /** Undefined where the model's own is meant. */
  instruction: string | undefined
  documents: string[]
  topN: number
  returnDocuments: boolean
  rawScores: boolean
  length: LengthOptions
  /** Undefined where it is off. Still to be read, by `createFusion`, which is loaded for no other request. */
  fuse: unknown
  /** Undefined where nothing is said. Still to be read, by `readCascade`. */
  cascade: unknown
  /** What was given and has no effect. */
  warnings: string[]
}

/** Known fields of other rerank APIs that no model here heeds. */
const WITHOUT_EFFECT = ['rank_fields', 'priority', 'user', 'truncation']

/**
 * Reads an unknown value as a rerank request. Unknown members are ignored.
 * @param maxDocuments documents allowed
 * @throws RerankError `invalid_request` naming the field, `payload_too_large`
 */
export function parseRequest(body: unknown, maxDocuments: number): ParsedRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RerankError('invalid_request', 'the body must be a JSON object')
  const fields = body as Record<string, unknown>
  const documents = readDocuments(fields.documents, maxDocuments)
  const maxTokensPerDoc = readInteger(fields, 'max_tokens_per_doc', 1)
  const maxChunksPerDoc = readInteger(fields, 'max_chunks_per_doc', 1) ?? 1
  const overlapTokens = readInteger(fields, 'overlap_tokens', 0, 80)
  return {
    model: readText(fields, 'model'),
    query: readQuery(fields.query),
    instruction: readText(fields, 'instruction'),
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
    cascade: fields.cascade ?? undefined,
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

/**
 * Whether a body asks for server-sent events, which is no field of a request but of its answer's form.
 * @throws RerankError `invalid_request`
 */
export function wantsStream(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return readBoolean(body as Record<string, unknown>, 'stream') ?? false
}

function readText(fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name]
  if (value == null) return undefined
  if (typeof value !== 'string' || value.trim() === '') throw invalid(name, 'must be a non-empty string')
  return value
}

function readQuery(value: unknown): string {
  if (value == null) throw invalid('query', 'is required')
  if (typeof value !== 'string') throw invalid('query', 'must be a string')
  if (value.trim() === '') throw invalid('query', 'must not be empty or blank')
  return value
}

function readDocuments(value: unknown, most: number): string[] {
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) throw invalid('documents', 'is required and must be an array of strings')
  if (value.length === 0) throw invalid('documents', 'must not be empty')
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
      throw invalid(`documents[${index}]`, `must be a string, or an object with text`)
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
    throw invalid(name, `must be an integer ${range}`)
  }
  return value as number
}

function readBoolean(fields: Record<string, unknown>, name: string): boolean | undefined {
  const value = fields[name]
  if (value == null) return undefined
  // Xinference's client sends it as text.
  if (value === 'true' || value === 'false') return value === 'true'
  if (typeof value !== 'boolean') throw invalid(name, 'must be true or false')
  return value
}
