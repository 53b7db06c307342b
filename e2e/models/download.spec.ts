import { startHub } from '../../fixtures/hub/hub-server.mjs'
import { BYTES, expectAnswer, isWeights, MODEL, paddedFiles, WASM } from '../support/hub-download.js'
import { expect, hubCard, test, visit } from '../support/hub-visit.js'

test('nothing is fetched before consent, and the refusal says what it would take', async ({ site, hub }) => {
  const refused = await visit(site, hub, { ...WASM, load: false })
  expect(refused.availability).toBe('downloadable')
  expect(refused.error).toMatchObject({
    code: 'download_not_allowed',
    status: 403,
    details: {
      model: MODEL.id,
      bytes: BYTES,
      exact: true,
      source: `${hub.origin}/fixtures/tiny-xlmr`,
      license: 'MIT',
    },
  })
  expect(hub.requests).toEqual([])

  const loaded = await visit(site, hub, WASM)
  expectAnswer(loaded)
  // What was allowed once is there for those who may download nothing.
  const requests = hub.requests.length
  const again = await visit(site, hub, { ...WASM, load: false })
  expect(again.availability).toBe('available')
  expectAnswer(again)
  expect(hub.requests.length).toBe(requests)
})

test('an option is consent as well, and false is a refusal even of the own site', async ({ site, hub }) => {
  expectAnswer(await visit(site, hub, { ...WASM, load: false, allowDownload: true }))
  const own = { ...MODEL, source: '/models/tiny-xlmr' }
  const refused = await visit(site, hub, { ...WASM, model: own, load: false, allowDownload: false })
  expect(refused.error?.code).toBe('download_not_allowed')
  expectAnswer(await visit(site, hub, { ...WASM, model: own, load: false }))
})

test('bytes are known before the first one comes, and are counted to the last', async ({ site, hub }) => {
  for (const sizes of [true, false]) {
    hub.requests.length = 0
    // Another id has another folder, and so nothing on the device yet.
    const model = { ...hubCard('tiny-xlmr', { sizes }), id: `sizes/${sizes}` }
    const visited = await visit(site, hub, { ...WASM, model })
    expectAnswer(visited)
    const { progress } = visited
    expect(progress[0]).toMatchObject({ loaded: 0, total: BYTES })
    expect(progress.at(-1)).toMatchObject({ loaded: BYTES, total: BYTES })
    for (const { total } of progress) expect(total).toBe(BYTES)
    const loaded = progress.map((step) => step.loaded)
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b))
    // Sizes and hashes that the card has are not asked for.
    expect(hub.requests.some(({ path }) => path.includes('/tree/'))).toBe(!sizes)
  }
})

for (const [place, fault] of [
  ['in the Origin Private File System', undefined],
  ['in Cache Storage', 'no-opfs'],
  ['in Cache Storage where the file system opens no file', 'no-handles'],
] as const) {
  test.describe(place, () => {
    const options = { ...WASM, ...(fault && { fault }) }

    test('the second visit needs no hub', async ({ site, hub }) => {
      expectAnswer(await visit(site, hub, { ...options, model: hubCard('tiny-xlmr', { sizes: false }) }))
      await hub.close()
      await site.page.reload()
      const second = await visit(site, hub, {
        ...options,
        model: hubCard('tiny-xlmr', { sizes: false }),
        load: false,
        allowDownload: false,
      })
      expect(second.availability).toBe('available')
      expectAnswer(second)
    })

    test('wrong content is not stored', async ({ site, hub }) => {
      hub.fault = (request) => (isWeights(request) ? { corrupt: true } : undefined)
      expect((await visit(site, hub, options)).error?.code).toBe('integrity_failed')
      await site.page.reload()
      const refused = await visit(site, hub, { ...options, load: false })
      expect(refused.error).toMatchObject({
        code: 'download_not_allowed',
        details: { files: expect.arrayContaining(['onnx/model_quantized.onnx']) },
      })
    })
  })
}

test('a reload in mid-download goes on where it was', async ({ site, hub }) => {
  hub.fault = (request) => (isWeights(request) ? { stallAfter: 40_000 } : undefined)
  const left = visit(site, hub, { ...WASM, stallTimeout: 60_000 }).catch(() => 'reloaded')
  await expect.poll(() => hub.requests.filter(isWeights).length).toBe(1)
  // Until the page has what was sent.
  await expect
    .poll(() =>
      site.page.evaluate(async () => {
        let size = 0
        const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('webrerank')
        for await (const folder of root.values()) {
          if (folder.kind !== 'directory') continue
          for await (const file of (folder as FileSystemDirectoryHandle).values()) {
            if (file.name.endsWith('.onnx')) size = (await (file as FileSystemFileHandle).getFile()).size
          }
        }
        return size
      }),
    )
    .toBe(40_000)
  await site.page.reload()
  expect(await left).toBe('reloaded')
  hub.fault = undefined
  hub.requests.length = 0
  const visited = await visit(site, hub, WASM)
  expectAnswer(visited)
  expect(hub.requests.filter(isWeights).map(({ from }) => from)).toEqual([40_000])
  expect(visited.progress.at(-1)).toMatchObject({ loaded: BYTES, total: BYTES })
})

test('a part that is no part of the file is found out, and downloaded anew', async ({ site, hub }) => {
  hub.fault = (request) => (isWeights(request) ? { corrupt: true, cutAfter: 60_000 } : undefined)
  expect((await visit(site, hub, { ...WASM, abortAt: 50_000 })).error?.name).toBe('AbortError')
  hub.fault = undefined
  hub.requests.length = 0
  expectAnswer(await visit(site, hub, WASM))
  expect(hub.requests.filter(isWeights).map(({ from }) => from)).toEqual([60_000, undefined])
})

test('a cancelled download stops, and goes on at the next try', async ({ site, hub }) => {
  hub.fault = (request) => (isWeights(request) ? { pace: 50 } : undefined)
  const cancelled = await visit(site, hub, { ...WASM, abortAt: MODEL.tokenizer.bytes! + 12_000 })
  expect(cancelled.error?.name).toBe('AbortError')
  expect(cancelled.progress.at(-1)!.loaded).toBeLessThan(BYTES)
  expect(cancelled.progress.some(({ bytesPerSecond }) => bytesPerSecond! > 0)).toBe(true)
  hub.fault = undefined
  expectAnswer(await visit(site, hub, WASM))
  const [first, second] = hub.requests.filter(isWeights)
  expect(first!.from).toBeUndefined()
  expect(second!.from).toBeGreaterThan(0)
})

test('in Cache Storage a download goes on after its last whole part of 8 MB', async ({ site }) => {
  const hub = await startHub({ 'padded/model': paddedFiles(20_000_000) })
  const model = { id: 'padded/model', source: 'hub:padded/model' }
  const options = { model, device: 'wasm', fault: 'no-opfs' } as const
  hub.fault = (request) => (isWeights(request) ? { stallAfter: 18_000_000 } : undefined)
  const cancelled = await visit(site, hub, { ...options, stallTimeout: 60_000, abortAt: 17_500_000 })
  expect(cancelled.error?.name).toBe('AbortError')
  hub.fault = undefined
  hub.requests.length = 0
  expectAnswer(await visit(site, hub, options))
  expect(hub.requests.filter(isWeights).map(({ from }) => from)).toEqual([2 * 8 * 2 ** 20])
  await hub.close()
})

test('two tabs download a file once', async ({ site, hub }) => {
  hub.fault = (request) => (isWeights(request) ? { pace: 20 } : undefined)
  const other = await site.page.context().newPage()
  await other.goto(`${site.origin}/blank.html`)
  const visits = await Promise.all([visit(site, hub, WASM), visit({ page: other }, hub, WASM)])
  for (const visited of visits) expectAnswer(visited)
  const contents = hub.requests.map(({ file }) => file).filter((file) => file !== undefined)
  expect(contents.toSorted()).toEqual(['onnx/model_quantized.onnx', 'tokenizer.json'])
})

for (const [name, fault] of [
  ['a browser whose disk is full loads all the same', 'full'],
  ['a browser whose cache is full loads all the same', 'full-cache'],
  ['a browser that keeps nothing loads all the same', 'no-storage'],
] as const) {
  test(name, async ({ site, hub }) => {
    const first = await visit(site, hub, { ...WASM, fault })
    expectAnswer(first)
    if (fault !== 'no-storage') expect(first.info?.notStored).toContain('no space left')
    const second = await visit(site, hub, { ...WASM, fault, load: false })
    expect(second.availability).toBe('downloadable')
    expect(second.error?.code).toBe('download_not_allowed')
  })
}

test('a check that was passed is remembered: per device, and for these scores alone', {
  tag: '@webgpu',
}, async ({ site, hub }) => {
  const pairs = MODEL.reference!.length
  const checked = async (options: object) => {
    const visited = await visit(site, hub, { ...WASM, ...options })
    expectAnswer(visited)
    return visited.checked
  }
  // Once more with twelve bits a row, where seven are not near enough.
  expect([pairs, 2 * pairs]).toContain(await checked({}))
  expect(await checked({})).toBe(1)
  expect([pairs, 2 * pairs]).toContain(await checked({ model: { ...MODEL, tolerance: { q8: 0.2 } } }))
  expect(await checked({})).toBe(1)
  // Another version has other weights, though they may score alike.
  expect([pairs, 2 * pairs]).toContain(await checked({ model: { ...MODEL, version: 2 } }))
  // Another device has it all to show, and a wrong score is never remembered.
  const onGpu = await visit(site, hub, { ...WASM, device: 'webgpu' })
  expect([onGpu.error, onGpu.checked]).toEqual([undefined, pairs])
  const wrong = {
    ...MODEL,
    reference: [...MODEL.reference!, { query: 'a', document: 'b', logit: { q8: 99 } }],
  }
  for (const _ of [1, 2]) {
    const refused = await visit(site, hub, { ...WASM, model: wrong })
    // All of them by the CPU runtime, with seven bits and with twelve, and by onnxruntime-web.
    expect([refused.error?.code, refused.checked]).toEqual(['canary_failed', 3 * (pairs + 1)])
  }
})
