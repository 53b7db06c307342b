// Models of the shapes that are measured: the embedded one, and MiniLM-L6's with random weights, as speed asks for no others.
import { readFileSync } from 'node:fs'
import { normals, uniforms } from '../../fixtures/data/random.mjs'
import { encodeOnnx } from '../../fixtures/onnx/format.mjs'
import { writeOnnx } from '../../fixtures/onnx/graph.mjs'

const TINY = new URL('../../public/models/webrerank-tiny-en/', import.meta.url)

/** @param [layers] of MiniLM-L6's shape
 * @returns {{ name: string, q8: Uint8Array, fp32: Uint8Array | undefined, pairs: { ids: number[], types: number[] }[] }[]} */
export function benchModels(layers = 6) {
  const { vocab_size } = JSON.parse(readFileSync(new URL('config.json', TINY), 'utf8'))
  const miniLm = bert({ hidden: 384, layers, heads: 12, wide: 1536, vocabulary: 4096 })
  return [
    {
      name: 'webrerank-tiny-en',
      q8: readFileSync(new URL('onnx/model_quantized.onnx', TINY)),
      // Made of the int8 file, in the page.
      fp32: undefined,
      pairs: pairs(12, vocab_size),
    },
    {
      name: 'minilm-l6',
      q8: writeOnnx(miniLm, 'q8'),
      fp32: writeOnnx(miniLm, 'fp32'),
      pairs: pairs(3, 4096),
    },
  ]
}

/** Pairs of 115 to 145 tokens, 130 on average. */
function pairs(count, vocabulary) {
  const uniform = uniforms(count)
  return Array.from({ length: count }, (_, i) => {
    const length = 115 + Math.round((30 * i) / (count - 1))
    const ids = Array.from({ length }, () => 5 + Math.floor(uniform() * (vocabulary - 6)))
    return { ids, types: ids.map((_, at) => Number(at > 12)) }
  })
}

function bert({ hidden, layers, heads, wide, vocabulary }) {
  const normal = normals(1)
  const weights = new Map()
  const add = (name, shape, spread, mean = 0) => {
    const size = shape.reduce((product, side) => product * side, 1)
    weights.set(name, { shape, data: Float32Array.from({ length: size }, () => mean + spread * normal()) })
  }
  const linear = (name, to, from) => {
    add(`${name}.weight`, [to, from], 0.04)
    add(`${name}.bias`, [to], 0.02)
  }
  const norm = (name) => {
    add(`${name}.weight`, [hidden], 0.1, 1)
    add(`${name}.bias`, [hidden], 0.1)
  }
  for (const [table, rows] of [
    ['word', vocabulary],
    ['position', 512],
    ['token_type', 2],
  ])
    add(`bert.embeddings.${table}_embeddings.weight`, [rows, hidden], 0.05)
  norm('bert.embeddings.LayerNorm')
  for (let layer = 0; layer < layers; layer++) {
    const at = `bert.encoder.layer.${layer}`
    for (const part of ['query', 'key', 'value']) linear(`${at}.attention.self.${part}`, hidden, hidden)
    linear(`${at}.attention.output.dense`, hidden, hidden)
    norm(`${at}.attention.output.LayerNorm`)
    linear(`${at}.intermediate.dense`, wide, hidden)
    linear(`${at}.output.dense`, hidden, wide)
    norm(`${at}.output.LayerNorm`)
  }
  linear('bert.pooler.dense', hidden, hidden)
  linear('classifier', 1, hidden)
  return {
    name: 'bench',
    family: /** @type {const} */ ('bert'),
    window: 512,
    weights,
    config: {
      hidden_size: hidden,
      num_attention_heads: heads,
      num_hidden_layers: layers,
      max_position_embeddings: 512,
      layer_norm_eps: 1e-12,
      id2label: { 0: 'LABEL_0' },
    },
  }
}

/** The least that a runtime can open. */
export function oneNode() {
  const value = (name) => ({ name, type: /** @type {const} */ ('float32'), shape: [1] })
  const nodes = [{ op: 'Identity', inputs: ['x'], outputs: ['y'], attributes: {} }]
  return encodeOnnx({ name: 'one', inputs: [value('x')], outputs: [value('y')], nodes, initializers: [] }, 17)
}
