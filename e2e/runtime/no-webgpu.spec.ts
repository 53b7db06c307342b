import { availability, expect, fixture, test } from '../support/site.js'

test('without WebGPU, auto takes WASM and says why; a forced WebGPU is a clear error', async ({ site }) => {
  const model = fixture('tiny-bert')
  const body = { query: 'panda', documents: ['bamboo', 'a tree'] }
  const { webrerank } = await site.rank(body, { model })
  expect(webrerank).toMatchObject({ device: 'wasm', reason: expect.stringMatching(/WebGPU/) })
  const forced = await site.fetch(body, { model, device: 'webgpu' })
  expect(forced.status).toBe(501)
  expect(forced.body.error).toMatchObject({
    code: 'unsupported_device',
    message: expect.stringMatching(/WebGPU/),
  })
  expect(await availability(site, { model, device: 'webgpu' })).toBe('unavailable')
})
