import type { ModelCard } from '../../protocol/model-card.js'
import { bgeBase, bgeLarge, bgeV2M3 } from './bge.js'
import { qwen3Small } from './decoders.js'
import {
  gteModernBert,
  jinaTiny,
  jinaTurbo,
  miniLmL6,
  miniLmL12,
  mxbaiXsmall,
  tinyBertL2,
} from './english.js'
import { ettin17m, ettin32m, ettin68m } from './ettin.js'
import type { ModelId } from './ids.js'
import { jinaV2, mmarcoMiniLm } from './multilingual.js'
import { tinyEn } from './tiny-en.js'

/**
 * The card of every model that can be asked for by name. Not part of the page's entry, which needs only the ids.
 * Sizes and hashes that a card lacks were not published where we could read them: the hub tells them before a
 * download. A licence that we have not read is `unknown`.
 */
export const CATALOGUE: Record<ModelId, ModelCard> = {
  'webrerank/tiny-en': tinyEn,
  'BAAI/bge-reranker-v2-m3': bgeV2M3,
  'BAAI/bge-reranker-large': bgeLarge,
  'BAAI/bge-reranker-base': bgeBase,
  'cross-encoder/ms-marco-TinyBERT-L-2-v2': tinyBertL2,
  'cross-encoder/ms-marco-MiniLM-L-6-v2': miniLmL6,
  'cross-encoder/ms-marco-MiniLM-L-12-v2': miniLmL12,
  'cross-encoder/mmarco-mMiniLMv2-L12-H384-v1': mmarcoMiniLm,
  'cross-encoder/ettin-reranker-17m-v1': ettin17m,
  'cross-encoder/ettin-reranker-32m-v1': ettin32m,
  'cross-encoder/ettin-reranker-68m-v1': ettin68m,
  'mixedbread-ai/mxbai-rerank-xsmall-v1': mxbaiXsmall,
  'jinaai/jina-reranker-v1-tiny-en': jinaTiny,
  'jinaai/jina-reranker-v1-turbo-en': jinaTurbo,
  'jinaai/jina-reranker-v2-base-multilingual': jinaV2,
  'Alibaba-NLP/gte-reranker-modernbert-base': gteModernBert,
  'Qwen/Qwen3-Reranker-0.6B': qwen3Small,
}
