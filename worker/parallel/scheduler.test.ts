import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScoringDocument, ShardResult } from '../scoring/types.js'
import { createScheduler, type Scheduler } from './scheduler.js'
import { planShards } from './shards.js'
import type { Helper } from './types.js'

const TASK = { query: 'q', length: { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true } }
const shards = (count: number): ScoringDocument[][] =>
  Array.from({ length: count }, (_, index) => [{ index, text: `${index}` }])
const NEVER = new Promise<never>(() => {})

function helper(depth: number, work: (index: number, run: number) => Promise<unknown> | undefined) {
  const ran: number[] = []
  const made: Helper & { ran: number[]; drops: number } = {
    depth,
    ran,
    drops: 0,
    async run(_, [document]) {
      ran.push(document!.index)
      await work(document!.index, ran.length)
      return { index: document!.index, scores: [], encodings: [], tokenize: 0, forward: 0 } as ShardResult
    },
    drop: () => {
      made.drops++
    },
  }
  return made
}

let lastId = 0
const join = (scheduler: Scheduler, helper: Helper) => scheduler.join(++lastId, helper, Promise.resolve())
const noCheckpoint = async () => {}

async function run(scheduler: Scheduler, count: number): Promise<number[]> {
  const taken: number[] = []
  await scheduler.run(TASK, shards(count), ([document]) => taken.push(document!.index), noCheckpoint)
  return taken.sort((a, b) => a - b)
}

const all = (count: number) => Array.from({ length: count }, (_, i) => i)
const ticks = async (count: number) => {
  for (let i = 0; i < count; i++) await null
}

test('each shard is taken once, however the workers fail, hang or are slow', async () => {
  const behaviour = fc.record({
    depth: fc.integer({ min: 1, max: 3 }),
    ticks: fc.integer({ min: 0, max: 9 }),
    failsAt: fc.option(fc.integer({ min: 1, max: 6 })),
    hangsAt: fc.option(fc.integer({ min: 1, max: 6 })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(behaviour, { maxLength: 4 }), fc.nat(30), async (others, count) => {
      const scheduler = createScheduler(helper(1, () => ticks(3)))
      for (const { depth, ticks: slow, failsAt, hangsAt } of others) {
        join(
          scheduler,
          helper(depth, async (_, run) => {
            await ticks(slow)
            if (run === failsAt) throw new Error('a fault')
            if (run === hangsAt) await NEVER
          }),
        )
      }
      // Twice: what hangs in the first holds nobody in the second.
      for (let round = 0; round < 2; round++) expect(await run(scheduler, count)).toEqual(all(count))
    }),
  )
})

test('what a hanging worker holds is done by another, and it is told to drop it', async () => {
  const own = helper(1, () => undefined)
  const hung = helper(2, () => NEVER)
  const scheduler = createScheduler(own)
  join(scheduler, hung)
  expect(await run(scheduler, 10)).toEqual(all(10))
  expect(hung.ran).toHaveLength(2)
  expect(own.ran).toHaveLength(10)
  expect(hung.drops).toBe(1)
})

test('two that hang with the same shard hold nobody up', async () => {
  const own = helper(1, () => ticks(50))
  const scheduler = createScheduler(own)
  join(
    scheduler,
    helper(1, () => NEVER),
  )
  join(
    scheduler,
    helper(1, (_, run) => (run === 1 ? undefined : NEVER)),
  )
  expect(await run(scheduler, 3)).toEqual(all(3))
})

test('a worker that comes in the midst takes its part', async () => {
  const late = helper(1, () => undefined)
  const scheduler = createScheduler(
    helper(1, async (index) => {
      if (index === 2) join(scheduler, late)
      await ticks(20)
    }),
  )
  expect(await run(scheduler, 20)).toEqual(all(20))
  expect(late.ran.length).toBeGreaterThan(5)
})

test('a failure of one’s own ends the request; one of another leaves it out', async () => {
  const broken = helper(1, () => Promise.reject(new Error('a fault')))
  await expect(createScheduler(broken).run(TASK, shards(3), () => {}, noCheckpoint)).rejects.toThrow(
    'a fault',
  )
  const scheduler = createScheduler(helper(1, () => undefined))
  join(
    scheduler,
    helper(2, () => Promise.reject(new Error('a fault'))),
  )
  expect(await run(scheduler, 5)).toEqual(all(5))
  expect(scheduler.size).toBe(1)
})

test('shards have every document once, the longest first, and several for each worker', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5000 })),
      fc.integer({ min: 1, max: 8 }),
      (costs, workers) => {
        const planned = planShards(
          costs.map((_, index) => ({ index, text: '' })),
          costs,
          workers,
        )
        const order = planned.flat().map(({ index }) => index)
        expect(order.toSorted((a, b) => a - b)).toEqual(all(costs.length))
        for (let i = 1; i < order.length; i++)
          expect(costs[order[i]!]!).toBeLessThanOrEqual(costs[order[i - 1]!]!)
        expect(planned.every((shard) => shard.length > 0)).toBe(true)
      },
    ),
  )
  const even = planShards(shards(100).flat(), new Array(100).fill(10), 2)
  expect(even.length).toBeGreaterThanOrEqual(25)
})

test('a worker that drops what is not wanted any more helps with the next request', async () => {
  const own = helper(1, () => undefined)
  let drop = () => {}
  const slow = helper(2, () => {
    return new Promise((_, reject) => {
      drop = () => reject(new Error('dropped'))
    })
  })
  slow.drop = () => drop()
  const scheduler = createScheduler(own)
  join(scheduler, slow)
  await run(scheduler, 4)
  await ticks(9)
  expect(scheduler.size).toBe(2)
  const before = slow.ran.length
  await run(scheduler, 4)
  expect(slow.ran.length).toBeGreaterThan(before)
})
