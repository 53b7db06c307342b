import type { ModelCard } from '../../protocol/model-card.js'

/**
 * The Ettin rerankers of Sentence Transformers: ModernBERT encoders whose export lacks the head. Their int8 files are
 * made for one kind of processor each, so that the CPU takes fp32 as well.
 */
const ettin = {
  license: 'Apache-2.0',
  languages: ['en'],
  window: 7999,
  tokenizer: { path: 'tokenizer.json' },
  head: {
    dense: { path: '2_Dense/model.safetensors' },
    norm: { path: '3_LayerNorm/model.safetensors' },
    output: { path: '4_Dense/model.safetensors' },
  },
}

export const ettin17m: ModelCard = {
  ...ettin,
  id: 'cross-encoder/ettin-reranker-17m-v1',
  description: 'English, small. As good as BGE v2-m3 on English, at a thirtieth of its size.',
  source: 'hub:cross-encoder/ettin-reranker-17m-v1',
  revision: '9e4aa35321a6dd1a43ca313f500c4b4f7cfb5cc6',
  weights: {
    fp32: {
      path: 'onnx/model.onnx',
      approximateBytes: 67_300_000,
      sha256: '2a375ccea150a4df925a47884b510eeb4bd6227ca6fffdbbc62ca2284bfe6211',
    },
  },
}

export const ettin32m: ModelCard = {
  ...ettin,
  id: 'cross-encoder/ettin-reranker-32m-v1',
  description: 'English. The better of the small ones.',
  source: 'hub:cross-encoder/ettin-reranker-32m-v1',
  weights: { fp32: { path: 'onnx/model.onnx', approximateBytes: 128_000_000 } },
}

export const ettin68m: ModelCard = {
  ...ettin,
  id: 'cross-encoder/ettin-reranker-68m-v1',
  description: 'English. Better than BGE v2-m3 on English, and five times as fast.',
  source: 'hub:cross-encoder/ettin-reranker-68m-v1',
  weights: { fp32: { path: 'onnx/model.onnx', approximateBytes: 273_000_000 } },
}
