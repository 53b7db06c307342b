import { modelNotFound } from '../../protocol/errors.js'

/** Every model that can be asked for by name. */
export const MODEL_IDS = [
  'webrerank/tiny-en',
  'BAAI/bge-reranker-v2-m3',
  'BAAI/bge-reranker-large',
  'BAAI/bge-reranker-base',
  'cross-encoder/ms-marco-TinyBERT-L-2-v2',
  'cross-encoder/ms-marco-MiniLM-L-6-v2',
  'cross-encoder/ms-marco-MiniLM-L-12-v2',
  'cross-encoder/mmarco-mMiniLMv2-L12-H384-v1',
  'cross-encoder/ettin-reranker-17m-v1',
  'cross-encoder/ettin-reranker-32m-v1',
  'cross-encoder/ettin-reranker-68m-v1',
  'mixedbread-ai/mxbai-rerank-xsmall-v1',
  'jinaai/jina-reranker-v1-tiny-en',
  'jinaai/jina-reranker-v1-turbo-en',
  'jinaai/jina-reranker-v2-base-multilingual',
  'Alibaba-NLP/gte-reranker-modernbert-base',
  'Qwen/Qwen3-Reranker-0.6B',
] as const

export type ModelId = (typeof MODEL_IDS)[number]

/** @throws RerankError `model_not_found`: another model is never taken in silence */
export function requireModelId(id: string): ModelId {
  if (!(MODEL_IDS as readonly string[]).includes(id)) throw modelNotFound(id, MODEL_IDS)
  return id as ModelId
}
