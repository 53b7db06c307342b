import * as native from 'onnxruntime-node'
import type * as Ort from 'onnxruntime-web'
import * as ort from 'onnxruntime-web/wasm'
import { describe, expect, test } from 'vitest'
import { uniforms } from '../../fixtures/data/random.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../fixtures/models/files.mjs'
import { createModel } from '../../fixtures/models/models.mjs'
import '../../fixtures/onnx/ort-in-node.js'
import { referenceLogits } from '../../fixtures/reference/index.mjs'
import { readModel, withInput, writeModel } from '../onnx/format/model.js'
import { isolateGraph } from '../onnx/rewrite/externalize.js'
import { createSession } from './open-session.js'
import { createRuntimes } from './source.js'

const NAMES = ['tiny-qwen2', 'tiny-qwen3'] as const
const BUILDS = ['wasm', 'native'] as const
type Name = (typeof NAMES)[number]

interface Asked {
  build?: (typeof BUILDS)[number]
  dtype?: 'fp32' | 'q8' | 'q4'
  weights?: Uint8Array<ArrayBuffer>
  /** By the graph as it is. */
  whole?: boolean
}

function open(name: Name, { build = 'wasm', dtype = 'fp32', weights, whole = false }: Asked = {}) {
  const runtimes = createRuntimes({
    cpu: build,
    load: async () => (build === 'native' ? (native as unknown as typeof Ort) : ort),
    loadKernels: () => Promise.reject(new Error('not here')),
  })
  const { prompt, tokenizer } = createModel(name)
  const { vocab } = tokenizer.model
  const file = weights ?? new Uint8Array(modelFiles(name).get(WEIGHT_PATHS[dtype])!)
  const source = { length: file.length, read: (from: number, to: number) => file.subarray(from, to) }
  return createSession(runtimes, { device: 'wasm', dtype, build, reason: 'a test' }, file, {
    verdict: { yes: vocab[prompt!.yes], no: vocab[prompt!.no] },
    padding: { id: 0, multiple: 8 },
    size: { maxLength: 512, weights: file.length },
    graph: whole ? isolateGraph(source) : undefined,
  })
}

function randomPair(name: Name, length: number) {
  const uniform = uniforms(length)
  const { vocab_size } = createModel(name).config
  const ids = Array.from({ length }, () => Math.floor(uniform() * vocab_size))
  return { ids: Int32Array.from(ids), types: new Int32Array(length) }
}

const LENGTHS = [1, 2, 7, 40, 129]

describe.each(NAMES)('%s', (name) => {
  const pairs = LENGTHS.map((length) => randomPair(name, length))
  const expected = pairs.map(({ ids }) => referenceLogits(createModel(name), [...ids], [...ids])[0]!)

  test.each(BUILDS)(
    'scores as the float64 reference does, whatever the company and the padding, on %s',
    async (build) => {
      const session = await open(name, { build })
      const together = await session.run(pairs)
      for (const [i, pair] of pairs.entries()) {
        const [alone] = await session.run([pair])
        expect(Math.abs(alone! - expected[i]!)).toBeLessThan(1e-4)
        expect(Math.abs(together[i]! - alone!)).toBeLessThan(1e-5)
      }
      await session.release?.()
    },
  )

  test('scores the same by its whole graph, which gives logits of each token', async () => {
    const session = await open(name, { whole: true })
    const together = await session.run(pairs)
    for (const [i, logit] of together.entries()) expect(Math.abs(logit - expected[i]!)).toBeLessThan(1e-4)
  })

  test.each(BUILDS)('scores in int8 as its rounded reference, on %s', async (build) => {
    const session = await open(name, { build, dtype: 'q8' })
    for (const { ids, types } of pairs.slice(2)) {
      const [logit] = await session.run([{ ids, types }])
      const rounded = referenceLogits(createModel(name), [...ids], [...types], 'q8')[0]!
      expect(Math.abs(logit! - rounded)).toBeLessThan(0.15)
    }
  })
})

test.each(BUILDS)(
  'a graph of whole steps in four bits, as an optimizer writes it, scores the same in any company on %s',
  async (build) => {
    const session = await open('tiny-qwen3', { build, dtype: 'q4' })
    const pairs = LENGTHS.map((length) => randomPair('tiny-qwen3', length))
    const together = await session.run(pairs)
    for (const [i, { ids, types }] of pairs.entries()) {
      const [alone] = await session.run([{ ids, types }])
      const expected = referenceLogits(createModel('tiny-qwen3'), [...ids], [...types], 'q4')[0]!
      expect(Math.abs(alone! - expected)).toBeLessThan(1e-3)
      expect(Math.abs(together[i]! - alone!)).toBeLessThan(1e-4)
    }
  },
)

test('a graph that wants what is not known is refused by the name of its input', async () => {
  const model = readModel(modelFiles('tiny-qwen2').get(WEIGHT_PATHS.fp32)!)
  const weights = writeModel(withInput(model, 'beam_idx', ['batch_size']))
  await expect(open('tiny-qwen2', { weights })).rejects.toThrow('"beam_idx"')
})
