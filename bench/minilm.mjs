// A cross-encoder of MiniLM-L6's shape with random weights, in Hugging Face's layout: what it scores means nothing, what
// it costs is what the real one costs. Its tokenizer is that of the embedded model.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { normals, seedOf } from '../fixtures/data/random.mjs'
import { writeOnnx } from '../fixtures/onnx/graph.mjs'

const HIDDEN = 384
const LAYERS = 6
const WIDE = 1536
const WINDOW = 512
/** By the names that transformers.js looks for. */
const FILES = { q8: 'onnx/model_quantized.onnx', fp32: 'onnx/model.onnx' }

/** Writes it once, with weights of the dtypes that are asked for. @param layers of which MiniLM-L6 has 6 */
export function makeMiniLm(folder, embedded, dtypes, layers = LAYERS) {
  const missing = Object.entries(FILES).filter(
    ([dtype, file]) => dtypes.includes(dtype) && !existsSync(path.join(folder, file)),
  )
  if (missing.length === 0) return
  mkdirSync(path.join(folder, 'onnx'), { recursive: true })
  for (const file of ['tokenizer.json', 'tokenizer_config.json'])
    cpSync(path.join(embedded, file), path.join(folder, file))
  const { model } = JSON.parse(readFileSync(path.join(embedded, 'tokenizer.json'), 'utf8'))
  const config = {
    architectures: ['BertForSequenceClassification'],
    model_type: 'bert',
    vocab_size: Object.keys(model.vocab).length,
    hidden_size: HIDDEN,
    num_hidden_layers: layers,
    num_attention_heads: 12,
    intermediate_size: WIDE,
    hidden_act: 'gelu',
    max_position_embeddings: WINDOW,
    type_vocab_size: 2,
    layer_norm_eps: 1e-12,
    pad_token_id: 0,
    position_embedding_type: 'absolute',
    id2label: { 0: 'LABEL_0' },
    label2id: { LABEL_0: 0 },
  }
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config))
  const weights = makeWeights(config)
  for (const [dtype, file] of missing)
    writeFileSync(
      path.join(folder, file),
      writeOnnx({ family: 'bert', config, weights }, /** @type {keyof typeof FILES} */ (dtype)),
    )
}

function makeWeights(config) {
  const weights = new Map()
  const add = (key, shape, spread, mean = 0) => {
    const normal = normals(seedOf(key))
    const size = shape.reduce((a, b) => a * b, 1)
    weights.set(key, { shape, data: Float32Array.from({ length: size }, () => mean + spread * normal()) })
  }
  const linear = (key, out, input) => {
    add(`${key}.weight`, [out, input], 0.04)
    add(`${key}.bias`, [out], 0.02)
  }
  const norm = (key) => {
    add(`${key}.weight`, [HIDDEN], 0.1, 1)
    add(`${key}.bias`, [HIDDEN], 0.1)
  }
  add('bert.embeddings.word_embeddings.weight', [config.vocab_size, HIDDEN], 0.05)
  add('bert.embeddings.position_embeddings.weight', [WINDOW, HIDDEN], 0.05)
  add('bert.embeddings.token_type_embeddings.weight', [2, HIDDEN], 0.05)
  norm('bert.embeddings.LayerNorm')
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const at = `bert.encoder.layer.${layer}`
    for (const part of ['query', 'key', 'value']) linear(`${at}.attention.self.${part}`, HIDDEN, HIDDEN)
    linear(`${at}.attention.output.dense`, HIDDEN, HIDDEN)
    norm(`${at}.attention.output.LayerNorm`)
    linear(`${at}.intermediate.dense`, WIDE, HIDDEN)
    linear(`${at}.output.dense`, HIDDEN, WIDE)
    norm(`${at}.output.LayerNorm`)
  }
  linear('bert.pooler.dense', HIDDEN, HIDDEN)
  linear('classifier', 1, HIDDEN)
  return weights
}
