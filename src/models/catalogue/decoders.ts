import type { DecoderPrompt, ModelCard } from '../../protocol/model-card.js'

/** Language models that judge a pair by a word. Their prompts are those of their publishers' own code. */

/** Of the model card: https://huggingface.co/Qwen/Qwen3-Reranker-0.6B */
const qwen3Prompt: DecoderPrompt = {
  prefix:
    '<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the Instruct provided. Note that the answer can only be "yes" or "no".<|im_end|>\n<|im_start|>user\n',
  instruction: {
    before: '<Instruct>: ',
    after: '\n',
    default: 'Given a web search query, retrieve relevant passages that answer the query',
  },
  query: '<Query>: ',
  document: '\n<Document>: ',
  suffix: '<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
  yes: 'yes',
  no: 'no',
}

export const qwen3Small: ModelCard = {
  id: 'Qwen/Qwen3-Reranker-0.6B',
  description: 'Multilingual, with an instruction. Large and slow: best on a GPU, or after a small model.',
  source: 'hub:onnx-community/Qwen3-Reranker-0.6B-ONNX',
  license: 'Apache-2.0',
  languages: ['mul'],
  // What the model card takes; the network has places for more.
  window: 8192,
  heads: 16,
  tokenizer: { path: 'tokenizer.json' },
  decoder: qwen3Prompt,
  weights: {
    q8: { path: 'onnx/model_quantized.onnx', approximateBytes: 598_000_000 },
    // Its size is not known before the hub is asked.
    q4: { path: 'onnx/model_q4.onnx' },
  },
  // There are no floats, and int8 goes to and fro between a GPU and the CPU.
  dtypes: { webgpu: ['q4'], wasm: ['q8', 'q4'] },
}
