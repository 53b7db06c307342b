import { expectGolden } from '../support/golden.js'
import { expect, test } from '../support/site.js'

const LONG = 'Glass is made of sand that melts in an oven, with soda and lime. '.repeat(3)
/** The one session of these tests; its worker counts what it asks of the GPU. */
const ON_GPU = { device: 'webgpu', cache: false, script: '/counting-worker.js' } as const

test.describe.configure({ timeout: 400_000 })

test('the embedded model takes at most 60 dispatches and one read-back a batch, compiled before the first request', {
  tag: '@webgpu',
}, async ({ shared }) => {
  const { info, requests } = await shared.page.evaluate(
    async ([long, options]) => {
      const channel = new BroadcastChannel('gpu')
      const counts = () =>
        new Promise<{ dispatches: number; reads: number; pipelines: number }>((resolve) => {
          channel.onmessage = ({ data }) => resolve(data)
          channel.postMessage('tell')
        })
      const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const info = await reranker(options).load()
      await counts()
      const requests = []
      // Each a batch: one short pair, several short ones, a long one, several long ones.
      for (const documents of [
        ['sand'],
        ['sand', 'an oven', 'a river'],
        [long],
        [long, `${long} It cools.`],
      ]) {
        await reranker(options).rank({ query: 'how is glass made', documents })
        requests.push(await counts())
      }
      channel.close()
      return { info, requests }
    },
    [LONG, ON_GPU] as const,
  )
  expect(info).toMatchObject({ device: 'webgpu', dtype: 'fp32' })
  // The graph of large steps, and not the one that would take its place.
  expect(info.reason).toBe('WebGPU was requested, and its adapter is software')
  for (const { dispatches, reads, pipelines } of requests) {
    expect(dispatches).toBeGreaterThan(20)
    expect(dispatches).toBeLessThanOrEqual(60)
    expect(reads).toBe(1)
    expect(pipelines).toBe(0)
  }
})

test('the embedded model scores as training says, on webgpu, from one file', { tag: '@webgpu' }, async ({
  shared,
}) => {
  await expectGolden(shared, ON_GPU, { dtype: 'fp32', build: 'jspi', column: 'fp32', tolerance: 1e-4 })
})

test('a GPU that computes large steps wrongly has the graph as it is, and says so', {
  tag: '@webgpu',
}, async ({ site }) => {
  const { webrerank } = await site.rank(
    { query: 'how is glass made', documents: ['of sand', 'a river'] },
    { device: 'webgpu', fault: 'narrow-subgroups' },
  )
  expect(webrerank).toMatchObject({
    device: 'webgpu',
    reason: expect.stringContaining('by the graph as it is'),
  })
})
