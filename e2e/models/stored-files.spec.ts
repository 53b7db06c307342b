import { serveFiles } from '../support/file-server.js'
import { expectAnswer, isWeights, WASM } from '../support/hub-download.js'
import { expect, hubCard, type Site, test, visit } from '../support/hub-visit.js'

/** What is stored is what was downloaded, and what was downloaded is what the model is. */

/** The model on the page's own server, of whose files nothing is known beforehand. */
const OWN = { ...hubCard('tiny-xlmr', { sizes: false }), id: 'own/model', source: '/models/tiny-xlmr/' }
const own = { model: OWN, device: 'wasm', load: false } as const

/** Answers a path once, or so often, in another way. */
function once(site: Site, pattern: RegExp, answer: { body: string; type: string } | number, times = 1) {
  let left = times
  site.intercept = ({ url, method }) => (pattern.test(`${method} ${url}`) && left-- > 0 ? answer : undefined)
}

/** Changes the stored files of models whose names match, from the page, wherever this browser stores them. */
function change(site: Site, pattern: string, kind: 'flip' | 'cut' | 'remove' | 'garbage') {
  return site.page.evaluate(
    async ([pattern, kind]) => {
      interface Stored {
        name: string
        read(): Promise<ArrayBuffer>
        write(content: BufferSource | string): Promise<void>
        remove(): Promise<unknown>
      }
      const inFiles = async (): Promise<Stored[]> => {
        const found: Stored[] = []
        const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('webrerank')
        for await (const folder of root.values()) {
          if (folder.kind !== 'directory') continue
          const directory = folder as FileSystemDirectoryHandle
          for await (const each of directory.values()) {
            const handle = each as FileSystemFileHandle
            found.push({
              name: decodeURIComponent(handle.name),
              read: async () => (await handle.getFile()).arrayBuffer(),
              async write(content) {
                const writable = await handle.createWritable()
                await writable.write(content)
                await writable.close()
              },
              remove: () => directory.removeEntry(handle.name),
            })
          }
        }
        return found
      }
      const inCache = async (): Promise<Stored[]> => {
        const cache = await caches.open('webrerank-models')
        return (await cache.keys()).map((request) => {
          const [path, entry] = new URL(request.url).pathname.split('/').slice(3).map(decodeURIComponent)
          return {
            name: entry === 'record' ? `${path}.record` : path!,
            read: async () => (await cache.match(request))!.arrayBuffer(),
            write: (content) => cache.put(request, new Response(content)),
            remove: () => cache.delete(request),
          }
        })
      }
      const all = [...(await inFiles().catch(() => [])), ...(await inCache())]
      const chosen = all.filter(({ name }) => new RegExp(pattern).test(name))
      for (const stored of chosen) {
        if (kind === 'remove') await stored.remove()
        if (kind === 'garbage') await stored.write('{"a":')
        if (kind === 'remove' || kind === 'garbage') continue
        const bytes = new Uint8Array(await stored.read())
        const half = bytes.length >> 1
        for (let i = half; i < half + 2000 && i < bytes.length; i++) bytes[i]! ^= 85
        await stored.write(kind === 'cut' ? bytes.slice(0, half) : bytes)
      }
      return chosen.length
    },
    [pattern, kind] as const,
  )
}

for (const quota of [5_000, 30_000, 60_000, 90_000]) {
  test(`a quota of ${quota} bytes: the model loads all the same, and what does not fit is not kept`, {
    tag: '@cdp',
  }, async ({ site, hub }) => {
    const cdp = await site.page.context().newCDPSession(site.page)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: quota })
    const first = await visit(site, hub, WASM)
    expectAnswer(first)
    expectAnswer(await visit(site, hub, WASM))
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: site.origin })
    expectAnswer(await visit(site, hub, WASM))
    expectAnswer(await visit(site, hub, { ...WASM, load: false }))
  })
}

for (const fault of ['impossible-writes', 'lossy']) {
  test(`a browser whose writes are ${fault}: found out before anything counts as stored`, async ({
    site,
    hub,
  }) => {
    const first = await visit(site, hub, { ...WASM, fault })
    expectAnswer(first)
    expect(first.info?.notStored).toBeTruthy()
    expect((await visit(site, hub, { ...WASM, load: false })).error?.code).toBe('download_not_allowed')
  })
}

test('where the browser stores nothing at all, that is told', async ({ site, hub }) => {
  const { info } = await visit(site, hub, { ...WASM, fault: 'no-storage' })
  expect(info?.notStored).toContain('keeps no files')
})

for (const [name, pattern, answer] of [
  ['a tokenizer', /tokenizer\.json/, { body: '{"error":"maintenance"}', type: 'application/json' }],
  ['weights', /\.onnx/, { body: 'Bad gateway', type: 'application/octet-stream' }],
  [
    'weights that end early',
    /\.onnx/,
    { body: '\u0008\u0007\u0012\u0004abcd:\u00ff\u00ff', type: 'application/octet-stream' },
  ],
] as const) {
  test(`${name} of a server's bad moment: told, and not kept`, async ({ site, hub }) => {
    once(site, pattern, answer)
    const bad = await visit(site, hub, own)
    expect(['integrity_failed', 'inference_failed']).toContain(bad.error?.code)
    expectAnswer(await visit(site, hub, own))
    // And then it is on the device.
    const asked = site.requests.filter((path) => path.startsWith('/models/')).length
    expectAnswer(await visit(site, hub, own))
    expect(site.requests.filter((path) => path.startsWith('/models/')).length).toBe(asked)
  })
}

test('facts of a bad moment are not kept', async ({ site, hub }) => {
  const reference = { id: 'own/found', source: '/models/tiny-xlmr/' }
  const options = { model: reference, device: 'wasm', load: false } as const
  // Weights whose server does not answer for them: others are taken, this time.
  once(site, /HEAD .*model_quantized/, 503, 100)
  const { answer } = await visit(site, hub, options)
  expect(answer?.webrerank.dtype).toBe('fp32')
  site.intercept = undefined
  expect((await visit(site, hub, options)).answer?.webrerank.dtype).toBe('q8')
  // Kept now: no fact is asked for again.
  site.requests.length = 0
  await visit(site, hub, options)
  expect(site.requests.some((path) => path.endsWith('config.json'))).toBe(false)
})

test('an answer that fails once is asked for again', async ({ site, hub }) => {
  once(site, /HEAD .*model_quantized/, 503)
  const options = {
    model: { id: 'own/once', source: '/models/tiny-xlmr/' },
    device: 'wasm',
    load: false,
  } as const
  expect((await visit(site, hub, options)).answer?.webrerank.dtype).toBe('q8')
})

test('settings of a bad moment are not kept', async ({ site, hub }) => {
  const options = {
    model: { id: 'own/settings', source: '/models/tiny-xlmr/' },
    device: 'wasm',
    load: false,
  } as const
  once(site, /tokenizer_config/, { body: '{}', type: 'application/json' })
  expect((await visit(site, hub, options)).error).toBeUndefined()
  site.requests.length = 0
  await visit(site, hub, options)
  expect(site.requests.some((path) => path.endsWith('tokenizer_config.json'))).toBe(true)
  for (const body of ['null', '[]', '5', '{"architectures":"x"}', '']) {
    once(site, /\/config\.json/, { body, type: 'application/json' })
    const { error } = await visit(site, hub, {
      ...options,
      model: { ...options.model, id: `own/${body.length}` },
    })
    expect(error).toMatchObject({
      name: 'RerankError',
      code: 'integrity_failed',
    })
    expect(error?.message).toContain('config.json')
  }
})

for (const [name, kind] of [
  ['stored weights that were changed are downloaded anew', 'flip'],
  ['stored weights that were cut are downloaded anew', 'cut'],
  ['stored weights that are gone are downloaded anew', 'remove'],
] as const) {
  test(name, async ({ site, hub }) => {
    expectAnswer(await visit(site, hub, WASM))
    expect(await change(site, '\\.onnx$', kind)).toBe(1)
    hub.requests.length = 0
    expectAnswer(await visit(site, hub, WASM))
    expect(hub.requests.filter(isWeights)).toHaveLength(1)
    hub.requests.length = 0
    expectAnswer(await visit(site, hub, { ...WASM, load: false }))
    expect(hub.requests).toEqual([])
  })
}

test('damaged records and cards heal', async ({ site, hub }) => {
  const model = { id: 'found/tiny-xlmr', source: 'hub:fixtures/tiny-xlmr' }
  const options = { model, device: 'wasm' } as const
  expectAnswer(await visit(site, hub, options))
  for (const pattern of ['webrerank-card\\.json$', '\\.record$']) {
    expect(await change(site, pattern, 'garbage')).toBeGreaterThan(0)
    const healed = await visit(site, hub, options)
    expect(healed.availability).toBe('downloadable')
    expectAnswer(healed)
  }
  await change(site, '\\.onnx$', 'remove')
  const listed = await site.page.evaluate(async () => {
    const { listStoredModels } = (await import(
      '/dist/models.js' as string
    )) as typeof import('../../src/models/index.js')
    return (await listStoredModels()).flatMap(({ files }) => files.map(({ path }) => path))
  })
  expect(listed).toContain('tokenizer.json')
  expect(listed).not.toContain('onnx/model_quantized.onnx')
})

test('a path that leads to another site needs the same consent as a source there', async ({ site, hub }) => {
  const other = await serveFiles({ '/models/': '.cache/fixtures/' })
  other.headers = { 'access-control-allow-origin': '*' }
  const path = `${other.origin}/models/tiny-xlmr/tokenizer.json`
  const model = { ...OWN, id: 'own/abroad', tokenizer: { path } }
  const { error } = await visit(site, hub, { ...own, model })
  expect(error).toMatchObject({ code: 'download_not_allowed' })
  expect(other.requests).toEqual([])
  expectAnswer(await visit(site, hub, { ...own, model, load: true }))
  await other.close()
})

test('a card that is none is refused by the name of its member', async ({ site, hub }) => {
  for (const [member, part] of [
    ['tokenizer.bytes', { tokenizer: { path: 'tokenizer.json', bytes: -5 } }],
    ['window', { window: 1.5 }],
    ['weights.q8', { weights: { q8: 5 } }],
  ] as const) {
    const { error } = await visit(site, hub, { ...own, model: { ...OWN, ...part } as typeof OWN })
    expect(error).toMatchObject({ name: 'RerankError', code: 'invalid_request' })
    expect(error?.message).toContain(member)
  }
})
