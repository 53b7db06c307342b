import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import type { RuntimeBuild } from '../../src/protocol/worker-api.js'
import { CPU_LIMITS } from '../scoring/batches.js'
import { createPairInput } from '../text/pair-input.js'
import { takesLess } from './faster.js'
import type { Model } from './types.js'

const files = companionFiles(tinyEn).map(({ path }) =>
  readFileSync(`public/models/webrerank-tiny-en/${path}`),
)
const input = createPairInput(tinyEn, files)

test.each([
  ['engine', 1, 2],
  ['native', 2, 1],
] as const)(
  'the %s is taken where it needs less CPU time, and the other one is released',
  async (wanted, ours, theirs) => {
    let clock = 0
    const released: string[] = []
    const opened = (build: RuntimeBuild, cost: number): { model: Model } => ({
      model: {
        card: tinyEn,
        choice: { device: 'wasm', dtype: 'q8', build, reason: '' },
        limits: CPU_LIMITS,
        input,
        session: {
          async run() {
            clock += cost
            return new Float32Array([1])
          },
          lost: async () => undefined,
          async release() {
            released.push(build)
          },
          maxLength: input.maxLength,
        },
      },
    })
    const { model } = await takesLess(opened('engine', ours), opened('native', theirs), () => clock)
    expect(model.choice.build).toBe(wanted)
    expect(model.choice.reason).toBe(
      `the faster one here, by CPU time of a pair: engine ${ours}.0 ms, native ${theirs}.0 ms`,
    )
    expect(released).toEqual([wanted === 'engine' ? 'native' : 'engine'])
  },
)
