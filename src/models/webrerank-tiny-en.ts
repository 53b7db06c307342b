import type { ModelCard } from '../shared/model-card.js'

/** The model on board: trained from scratch for this project. How, and how good it is: its README beside the files. */
export const tinyEn: ModelCard = {
  id: 'webrerank/tiny-en',
  description: 'Small English cross-encoder that ships with webrerank',
  source: 'embedded',
  license: 'MIT',
  languages: ['en'],
  window: 512,
  tokenizer: {
    path: 'tokenizer.json',
    bytes: 234680,
    sha256: '458efbc35416efe267b17680efe9a72837e5c5a932a1a95765f9f6b3f8c11b17',
  },
  weights: {
    q8: {
      path: 'onnx/model_quantized.onnx',
      bytes: 2364658,
      sha256: '313ef70d79bc706965e2c47318fe96c8a53bf785b3aedf0ae5ed30b811d0dc02',
    },
    fp32: {
      path: 'onnx/model.onnx',
      bytes: 9160406,
      sha256: '56836f6e73f34eb23cfbdcd6a249109f340535290e9fa7fce0521c433a7f0dd8',
    },
  },
  reference: [
    {
      query: 'What is a vector database?',
      document: 'A vector database stores embeddings and finds nearest neighbours.',
      logit: { fp32: -0.36, q8: -0.3169 },
    },
    {
      query: 'What is a vector database?',
      document: 'The Eiffel Tower is in Paris.',
      logit: { fp32: -6.0059, q8: -5.9885 },
    },
    {
      query: 'how to install python packages',
      document: 'Run pip install followed by the name of the package.',
      logit: { fp32: -4.9716, q8: -4.9924 },
    },
  ],
}
