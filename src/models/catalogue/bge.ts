import type { ModelCard } from '../../protocol/model-card.js'
import { published, ROUNDED } from './published.js'

/** The rerankers of the Beijing Academy of Artificial Intelligence. */

const PANDA =
  'The giant panda (Ailuropoda melanoleuca), sometimes called a panda bear or simply panda, is a bear species endemic to China.'

export const bgeV2M3: ModelCard = {
  id: 'BAAI/bge-reranker-v2-m3',
  description: 'Multilingual. The strongest BGE reranker that fits a page.',
  source: 'hub:onnx-community/bge-reranker-v2-m3-ONNX',
  revision: '6f5ff65298512715a1e669753bc754d2bc8f367b',
  license: 'Apache-2.0',
  languages: ['mul'],
  window: 8192,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 17_082_900 },
  weights: {
    q8: {
      path: 'onnx/model_quantized.onnx',
      bytes: 570_727_094,
      sha256: '912fc1215c2dbff6499700534bd8d31253af01573861abbfc43afd1fab6cce5d',
    },
    // The fp32 export has its weights in a second file of 2.3 GB, more than a page can hold.
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 1_140_000_000 },
  },
  // FlagEmbedding's README, from fp16 runs; the llamas of llama.cpp's test.
  reference: [
    published('query', 'passage', -5.65234375),
    published('what is panda?', 'hi', -8.1875),
    published('what is panda?', PANDA, 5.26171875),
    published('A red apple', 'A llama in the garden', -8.7265625),
    published('A red apple', 'I want some fruit', -0.10467529),
  ],
  tolerance: ROUNDED,
}

export const bgeLarge: ModelCard = {
  id: 'BAAI/bge-reranker-large',
  description: 'Chinese and English, large. v2-m3 is better at both.',
  source: 'hub:Xenova/bge-reranker-large',
  license: 'MIT',
  languages: ['en', 'zh'],
  window: 512,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 17_100_000 },
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 561_000_000 },
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 1_120_000_000 },
  },
  reference: [
    published('query', 'passage', -1.5263671875),
    published('what is panda?', 'hi', -5.60546875),
    published('what is panda?', PANDA, 5.76171875),
  ],
  tolerance: ROUNDED,
}

export const bgeBase: ModelCard = {
  id: 'BAAI/bge-reranker-base',
  description: 'Chinese and English. On English, worse than no reranking (MTEB).',
  source: 'hub:Xenova/bge-reranker-base',
  license: 'unknown',
  languages: ['en', 'zh'],
  window: 512,
  tokenizer: { path: 'tokenizer.json', approximateBytes: 17_100_000 },
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 278_000_000 },
    fp16: { path: 'onnx/model_fp16.onnx', approximateBytes: 556_000_000 },
    fp32: { path: 'onnx/model.onnx', approximateBytes: 1_110_000_000 },
  },
}
