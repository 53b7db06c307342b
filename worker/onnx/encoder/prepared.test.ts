import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tinyEn } from '../../../src/models/catalogue/tiny-en.js'
import { sourceOf } from '../../bytes/content.js'
import { readModel } from '../format/model.js'
import { matchEncoder } from './match-encoder.js'
import type { Norm } from './norm.js'
import { openPrepared, type PreparedEncoder } from './prepared.js'
import type { Table } from './table.js'
import prepared from './tiny-en.json' with { type: 'json' }
import type { BertWeights, LayerWeights, LinearWeights } from './weights.js'

const FILE = 'worker/onnx/encoder/tiny-en.json'
const file = new Uint8Array(readFileSync('public/models/webrerank-tiny-en/onnx/model_quantized.onnx'))
const matched = matchEncoder(readModel(file))

/** Where the matched encoder's numbers are in the file. */
function prepare(encoder: BertWeights): PreparedEncoder {
  const place = ({ buffer, byteOffset, byteLength }: ArrayBufferView): number => {
    const wanted = Buffer.from(buffer, byteOffset, byteLength)
    const at = Buffer.from(file.buffer).indexOf(wanted)
    if (at < 0) throw new Error('a tensor does not stand in the file as it is')
    return at
  }
  const linear = ({ weights, scale, bias }: LinearWeights): [number, number, number] => [
    place(weights.read()),
    place(scale!),
    place(bias),
  ]
  const norm = ({ weight, bias }: Norm): [number, number] => [place(weight), place(bias)]
  const table = ({ rows, scale }: Table): [number, number, number] => [
    rows.shape[0]!,
    place(rows.read()),
    place(scale!),
  ]
  const { hidden, heads, layers, classifier } = encoder
  return {
    sha256: createHash('sha256').update(file).digest('hex'),
    hidden,
    heads,
    intermediate: layers[0]!.intermediate.bias.length,
    labels: classifier.bias.length,
    epsilon: encoder.embeddingNorm.epsilon,
    tables: {
      words: table(encoder.wordEmbeddings),
      positions: table(encoder.positionEmbeddings),
      types: table(encoder.tokenTypeEmbeddings as Table),
    },
    embeddingNorm: norm(encoder.embeddingNorm),
    layers: layers.map((layer) => ({
      attention: [linear(layer.query), linear(layer.key), linear(layer.value), linear(layer.attentionOutput)],
      feedForward: [linear(layer.intermediate), linear(layer.output)],
      norms: [norm(layer.attentionNorm), norm(layer.norm)],
    })),
    pooler: linear(encoder.pooler),
    classifier: [place(classifier.weights.read()), place(classifier.bias)],
  }
}

test('places of the embedded model’s tensors; after a training: UPDATE=1 npx vitest run worker/onnx/encoder/prepared.test.ts', () => {
  const found = prepare(matched)
  if (process.env.UPDATE) writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`)
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(found)
})

test('an encoder that is opened by them has the numbers that its graph has', () => {
  expect(prepared.sha256).toBe(tinyEn.weights.q8!.sha256)
  /** Millions of numbers: their bytes are compared, by a checksum. */
  const sum = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex')
  const numbers = (encoder: BertWeights) => {
    const linear = ({ weights, scale, bias }: LinearWeights) => [
      ...[weights.kind, weights.shape, sum(weights.read())],
      ...[scale && sum(scale), sum(bias)],
    ]
    const norm = ({ weight, bias, epsilon }: Norm) => [sum(weight), sum(bias), epsilon]
    const table = ({ rows, scale }: Table) => [
      ...[rows.shape, sum(rows.read(5, 400)), sum(rows.read())],
      scale && sum(scale),
    ]
    const layer = (layer: LayerWeights) => [
      ...[layer.query, layer.key, layer.value, layer.attentionOutput, layer.intermediate, layer.output].map(
        linear,
      ),
      ...[layer.attentionNorm, layer.norm].map(norm),
    ]
    return [
      [encoder.hidden, encoder.heads, encoder.padding],
      ...[encoder.wordEmbeddings, encoder.positionEmbeddings, encoder.tokenTypeEmbeddings as Table].map(
        table,
      ),
      norm(encoder.embeddingNorm),
      ...encoder.layers.map(layer),
      linear(encoder.pooler),
      linear(encoder.classifier),
    ]
  }
  expect(numbers(openPrepared(prepared as PreparedEncoder, sourceOf(file)))).toEqual(numbers(matched))
})
