import { expect, test } from '../support/site.js'

const LONG = 'Glass is made of sand that melts in an oven, with soda and lime. '.repeat(3)

test('the model on board takes at most 60 dispatches and one read-back a batch, compiled before the first request', async ({
  site,
}) => {
  test.setTimeout(300_000)
  const { info, requests } = await site.page.evaluate(async (long) => {
    const { createReranker } = (await import(
      '/dist/index.js' as string
    )) as typeof import('../../src/index.js')
    const reranker = createReranker({
      device: 'webgpu',
      cache: false,
      worker: () => new Worker('/counting-worker.js', { type: 'module' }),
    })
    const channel = new BroadcastChannel('gpu')
    const counts = () =>
      new Promise<{ dispatches: number; reads: number; pipelines: number }>((resolve) => {
        channel.onmessage = ({ data }) => resolve(data)
        channel.postMessage('tell')
      })
    const info = await reranker.load()
    await counts()
    const requests = []
    // Each a batch: one short pair, several short ones, a long one, several long ones.
    for (const documents of [['sand'], ['sand', 'an oven', 'a river'], [long], [long, `${long} It cools.`]]) {
      await reranker.rank({ query: 'how is glass made', documents })
      requests.push(await counts())
    }
    reranker.dispose()
    return { info, requests }
  }, LONG)
  expect(info).toMatchObject({ device: 'webgpu', dtype: 'fp32' })
  // The graph of large steps, and not the one that would take its place.
  expect(info.reason).toBe('WebGPU was asked for; the adapter is software')
  for (const { dispatches, reads, pipelines } of requests) {
    expect(dispatches).toBeGreaterThan(20)
    expect(dispatches).toBeLessThanOrEqual(60)
    expect(reads).toBe(1)
    expect(pipelines).toBe(0)
  }
})

test('a GPU that computes large steps wrongly has the graph as it is, and says so', async ({ site }) => {
  test.setTimeout(300_000)
  const { webrerank } = await site.rank(
    { query: 'how is glass made', documents: ['of sand', 'a river'] },
    { device: 'webgpu', fault: 'narrow-subgroups' },
  )
  expect(webrerank).toMatchObject({
    device: 'webgpu',
    reason: expect.stringContaining('by the graph as it is'),
  })
})
