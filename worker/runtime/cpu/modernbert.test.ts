import { describe, expect, test } from 'vitest'
import { uniforms } from '../../../fixtures/data/random.mjs'
import { HEAD_PATHS, modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { createModel } from '../../../fixtures/models/models.mjs'
import { writeOnnx } from '../../../fixtures/onnx/graph.mjs'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import { referenceLogits, referenceStates } from '../../../fixtures/reference/index.mjs'
import { compileKernels } from '../../../kernels/build.mjs'
import { allowRelaxed } from '../../../kernels/relaxed-in-node.mjs'
import { matchKnown } from '../../onnx/encoder/match-known.js'
import type { LinearWeights, ModernBertWeights } from '../../onnx/encoder/weights.js'
import { readModel } from '../../onnx/format/model.js'
import { createHead } from '../head.js'
import type { Head, KernelModule } from '../types.js'
import { createForward, type Forward, type Mode } from './forward.js'
import { createHeap } from './heap.js'
import { createCpuSession } from './session.js'

allowRelaxed()
const modules = {
  plain: await WebAssembly.compile(await compileKernels('plain')),
  relaxed: await WebAssembly.compile(await compileKernels('relaxed')),
}
const NAME = 'tiny-modernbert'
const model = createModel(NAME)
const read = (file: Uint8Array) => matchKnown(readModel(file)) as ModernBertWeights
const open = async (encoder: ModernBertWeights, mode: Mode, module: KernelModule = 'relaxed') =>
  createForward(await createHeap(modules[module]), encoder, mode)

/** Around the sizes of tiles, panels, blocks of queries and the window of eight tokens to each side. */
const LENGTHS = [...Array(19).keys()].map((i) => i + 1).concat(31, 33, 63, 64, 65, 71, 72, 73, 97, 127, 128)
/** Past the window. */
const LONG = [40, 90, 128]

function randomIds(length: number): number[] {
  const uniform = uniforms(length)
  return Array.from({ length }, () => 5 + Math.floor(uniform() * (model.config.vocab_size - 6)))
}

/** How far scores are from the reference's at most. */
function furthest(forward: Forward, lengths: readonly number[], expected: (ids: number[]) => number): number {
  const off = lengths.map(randomIds).map((ids) => forward(ids, [])[0]! - expected(ids))
  return Math.max(...off.map(Math.abs))
}
const exact = (ids: number[]) => referenceLogits(model, ids, [])[0]!

test.each(['plain', 'relaxed'] as const)(
  'floats (%s) equal the float64 reference at every kind of length, in any order',
  async (module) => {
    const forward = await open(read(modelFiles(NAME).get(WEIGHT_PATHS.fp32)!), 'float', module)
    const first = LENGTHS.map((length) => forward(randomIds(length), [])[0])
    expect(furthest(forward, LENGTHS, exact)).toBeLessThan(1e-4)
    for (const [i, length] of [...LENGTHS.entries()].reverse())
      expect(forward(randomIds(length), [])[0]).toBe(first[i])
  },
)

test('a file of halves is near the float64 reference', async () => {
  const halves = await open(read(modelFiles(NAME).get(WEIGHT_PATHS.fp16)!), 'float')
  expect(furthest(halves, LONG, exact)).toBeLessThan(0.03)
})

test('int8 is near what its weights give in floats, in every mode', async () => {
  const file = writeOnnx(model, 'qdq')
  const score = await openScorer(file)
  const rounded = await Promise.all(LONG.map((length) => score({ ids: randomIds(length), types: [] })))
  expect(
    furthest(await open(read(file), 'float'), LONG, (ids) => rounded[LONG.indexOf(ids.length)]!),
  ).toBeLessThan(1e-4)

  const encoder = read(modelFiles(NAME).get(WEIGHT_PATHS.q8)!)
  const floats = await open(encoder, 'float')
  const own = (ids: number[]) => floats(ids, [])[0]!
  for (const module of ['plain', 'relaxed'] as const)
    expect(furthest(await open(encoder, 'int12', module), LENGTHS, own)).toBeLessThan(0.05)
  const narrow = await open(encoder, { int7: 'narrow' })
  // Random weights of 32 dimensions forgive less than trained ones.
  expect(furthest(narrow, LENGTHS, own)).toBeLessThan(0.8)
  for (const int7 of ['fused', 'int12'] as const)
    expect(furthest(await open(encoder, { int7 }), LENGTHS, (ids) => narrow(ids, [])[0]!)).toBe(0)
})

describe('a mechanism that is left out', () => {
  const whole = read(modelFiles(NAME).get(WEIGHT_PATHS.fp32)!)
  type Layer = ModernBertWeights['layers'][number]
  const withLayers = (change: (layer: Layer, index: number) => Partial<Layer>): ModernBertWeights => ({
    ...whole,
    layers: whole.layers.map((layer, i) => ({ ...layer, ...change(layer, i) })),
  })
  /** A layer that gives ones, whatever it takes. */
  const ones = ({ weights, bias }: LinearWeights): LinearWeights => ({
    weights: { ...weights, read: () => new Float32Array(weights.shape[0]! * weights.shape[1]!) },
    scale: undefined,
    bias: new Float32Array(bias.length).fill(1),
  })
  const [globalRates, localRates] = [whole.layers[0]!.rates, whole.layers[1]!.rates]
  const variant = (config: Record<string, unknown>, without?: Parameters<typeof referenceLogits>[4]) => {
    const other = { ...model, config: { ...model.config, ...config } }
    return (ids: number[]) => referenceLogits(other, ids, [], 'fp32', without)[0]!
  }

  test('all of them are found', () => {
    expect(whole.layers.map(({ reach }) => reach)).toEqual([
      Number.POSITIVE_INFINITY,
      8,
      8,
      Number.POSITIVE_INFINITY,
    ])
    expect(whole.layers.map(({ attentionNorm }) => !!attentionNorm)).toEqual([false, true, true, true])
    expect(whole.layers.map(({ rates }) => rates)).toEqual([globalRates, localRates, localRates, globalRates])
    expect(localRates).not.toEqual(globalRates)
    expect(whole.head!.pooling).toBe('mean')
  })

  test.each([
    ['rotation', withLayers(({ rates }) => ({ rates: rates.map(() => 0) })), variant({}, 'rotation')],
    ['window', withLayers(() => ({ reach: Number.POSITIVE_INFINITY })), variant({}, 'window')],
    ['gate', withLayers(({ gate }) => ({ gate: ones(gate) })), variant({}, 'gate')],
    [
      'theta of its own for local layers',
      withLayers(() => ({ rates: globalRates })),
      variant({ local_rope_theta: 160_000 }),
    ],
    [
      'theta of its own for global layers',
      withLayers(() => ({ rates: localRates })),
      variant({ global_rope_theta: 10_000 }),
    ],
    [
      'mean of all tokens',
      { ...whole, head: { ...whole.head!, pooling: 'first' as const } },
      variant({ classifier_pooling: 'cls' }),
    ],
  ])('%s: scores are those of the reference without it, and others', async (_, encoder, expected) => {
    const forward = await open(encoder, 'float')
    expect(furthest(forward, LONG, expected)).toBeLessThan(1e-4)
    for (const length of LONG) expect(furthest(forward, [length], exact)).toBeGreaterThan(1e-3)
  })

  test('a norm before the first layer’s attention would change scores, and so does none before another', async () => {
    const norm = whole.layers[1]!.attentionNorm
    for (const changed of [0, 1]) {
      const attentionNorm = changed === 0 ? norm : undefined
      const forward = await open(
        withLayers((_, i) => (i === changed ? { attentionNorm } : {})),
        'float',
      )
      for (const length of LONG) expect(furthest(forward, [length], exact)).toBeGreaterThan(0.01)
    }
  })
})

test.each([
  { classifier_pooling: 'cls' },
  { global_attn_every_n_layers: 2, local_attention: 10 },
  { local_rope_theta: 160_000 },
  { num_hidden_layers: 1 },
])('with %o it scores as the reference does', async (config) => {
  const other = { ...model, config: { ...model.config, ...config } }
  const forward = await open(read(writeOnnx(other, 'fp32')), 'float')
  expect(furthest(forward, LONG, (ids) => referenceLogits(other, ids, [])[0]!)).toBeLessThan(1e-4)
})

test('an encoder alone gives the first token’s state', async () => {
  const name = 'tiny-encoder'
  const alone = createModel(name)
  const forward = await open(read(modelFiles(name).get(WEIGHT_PATHS.fp32)!), 'float')
  for (const ids of LONG.map(randomIds)) {
    const [expected] = referenceStates(alone, ids, [])
    const off = [...forward(ids, [])].map((value, i) => Math.abs(value - expected![i]!))
    expect(off).toHaveLength(alone.config.hidden_size)
    expect(Math.max(...off)).toBeLessThan(1e-4)
  }
})

test('a session puts its head on the states of an encoder alone, and on nothing else', async () => {
  const name = 'tiny-encoder'
  const files = modelFiles(name)
  const head = createHead(HEAD_PATHS.map((path) => files.get(path)!))
  const session = (file: Uint8Array, head?: Head) =>
    createCpuSession(
      () => read(file),
      'fp32',
      12,
      async (module) => modules[module],
      'plain',
      head,
    )
  const alone = files.get(WEIGHT_PATHS.fp32)!
  const ids = randomIds(90)
  const types = ids.map(() => 0)
  const [score] = await (await session(alone, head)).run([
    { ids: Int32Array.from(ids), types: Int32Array.from(types) },
  ])
  expect(Math.abs(score! - referenceLogits(createModel(name), ids, types)[0]!)).toBeLessThan(1e-4)
  await expect(session(alone)).rejects.toThrow('there is no head')
  await expect(session(modelFiles(NAME).get(WEIGHT_PATHS.fp32)!, head)).rejects.toThrow('a head of its own')
})

test('a token past the table is refused', async () => {
  const forward = await open(read(modelFiles(NAME).get(WEIGHT_PATHS.fp32)!), 'float')
  expect(() => forward([1_000_000], [])).toThrow('token 1000000')
})
