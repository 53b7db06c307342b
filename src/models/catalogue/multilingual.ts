import type { ModelCard } from '../../protocol/model-card.js'

/** Rerankers for many languages; BGE's own are in a file of theirs. */

export const mmarcoMiniLm: ModelCard = {
  id: 'cross-encoder/mmarco-mMiniLMv2-L12-H384-v1',
  description: 'Multilingual. The best of the small ones.',
  source: 'hub:cross-encoder/mmarco-mMiniLMv2-L12-H384-v1',
  license: 'unknown',
  languages: ['mul'],
  window: 512,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 17_100_000 },
  weights: {
    // Named for a processor, and made of operators that each one has.
    q8: { path: 'onnx/model_quint8_avx2.onnx', approximateBytes: 118_000_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 470_000_000 },
  },
}

export const jinaV2: ModelCard = {
  id: 'jinaai/jina-reranker-v2-base-multilingual',
  description: 'Multilingual. Non-commercial use only.',
  source: 'hub:jinaai/jina-reranker-v2-base-multilingual',
  license: 'CC-BY-NC-4.0',
  languages: ['mul'],
  window: 1024,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 17_100_000 },
  weights: {
    q8: { path: 'onnx/model_int8.onnx', approximateBytes: 270_000_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 1_110_000_000 },
  },
}
