import type { ModelCard } from '../../protocol/model-card.js'
import { published, ROUNDED } from './published.js'

/** Rerankers for English, the small ones first. */

const BERLIN = 'How many people live in Berlin?'
const POPULATION =
  'Berlin had a population of 3,520,031 registered inhabitants in an area of 891.82 square kilometers.'
const MUSEUMS = 'Berlin is well known for its museums.'

const msMarco = {
  license: 'Apache-2.0',
  languages: ['en'],
  window: 512,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 711_000 },
}

export const tinyBertL2: ModelCard = {
  ...msMarco,
  id: 'cross-encoder/ms-marco-TinyBERT-L-2-v2',
  description: 'English, two layers. The fastest and the weakest.',
  source: 'hub:Xenova/ms-marco-TinyBERT-L-2-v2',
  // Sizes are not known before the hub is asked.
  weights: {
    q8: { path: 'onnx/model_quantized.onnx' },
    fp16: { path: 'onnx/model_fp16.onnx' },
    fp32: { path: 'onnx/model.onnx' },
  },
}

export const miniLmL6: ModelCard = {
  ...msMarco,
  id: 'cross-encoder/ms-marco-MiniLM-L-6-v2',
  description: 'English, small and widely used.',
  source: 'hub:Xenova/ms-marco-MiniLM-L-6-v2',
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 23_000_000 },
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 45_000_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 91_000_000 },
  },
  reference: [published(BERLIN, POPULATION, 8.607138), published(BERLIN, MUSEUMS, -4.3200774)],
  tolerance: ROUNDED,
}

export const miniLmL12: ModelCard = {
  ...msMarco,
  id: 'cross-encoder/ms-marco-MiniLM-L-12-v2',
  description: 'English. Twice the layers of L-6, about the same quality.',
  source: 'hub:Xenova/ms-marco-MiniLM-L-12-v2',
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 34_200_000 },
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 67_100_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 134_000_000 },
  },
  reference: [published(BERLIN, POPULATION, 9.218911), published(BERLIN, MUSEUMS, -4.0780287)],
  tolerance: ROUNDED,
}

export const mxbaiXsmall: ModelCard = {
  id: 'mixedbread-ai/mxbai-rerank-xsmall-v1',
  description: 'English, DeBERTa. Slower than MiniLM of its size.',
  source: 'hub:mixedbread-ai/mxbai-rerank-xsmall-v1',
  license: 'Apache-2.0',
  languages: ['en'],
  // What it was trained with is not known; DeBERTa-v3's own.
  window: 512,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 8_650_000 },
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 87_200_000 },
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 142_000_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 284_000_000 },
  },
}

export const jinaTiny: ModelCard = {
  id: 'jinaai/jina-reranker-v1-tiny-en',
  description: 'English, small, for long documents.',
  source: 'hub:jinaai/jina-reranker-v1-tiny-en',
  license: 'Apache-2.0',
  languages: ['en'],
  window: 8192,
  tokenizer: { path: 'tokenizer.json' },
  weights: {
    q8: { path: 'onnx/model_quantized.onnx' },
    fp16: { path: 'onnx/model_fp16.onnx' },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 132_000_000 },
  },
}

export const jinaTurbo: ModelCard = {
  id: 'jinaai/jina-reranker-v1-turbo-en',
  description: 'English, for long documents.',
  source: 'hub:jinaai/jina-reranker-v1-turbo-en',
  license: 'Apache-2.0',
  languages: ['en'],
  window: 8192,
  tokenizer: { path: 'tokenizer.json' },
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 38_000_000 },
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 75_000_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 151_000_000 },
  },
}

export const gteModernBert: ModelCard = {
  id: 'Alibaba-NLP/gte-reranker-modernbert-base',
  description: 'English, strong, for long documents.',
  source: 'hub:Alibaba-NLP/gte-reranker-modernbert-base',
  license: 'Apache-2.0',
  languages: ['en'],
  window: 8192,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 3_583_499 },
  weights: {
    q8: { path: 'onnx/model_quantized.onnx' },
    fp16: { path: 'onnx/model_fp16.onnx' },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 598_803_940 },
  },
}
