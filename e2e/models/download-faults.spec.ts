import type { HubFault, HubRequest } from '../../fixtures/hub/types.js'
import { expectAnswer, isWeights, WASM } from '../support/hub-download.js'
import { expect, hubCard, test, visit } from '../support/hub-visit.js'

test.describe('a fault that passes is overcome', () => {
  const faults: [string, (request: HubRequest, count: number) => HubFault | undefined][] = [
    ['a cut', (_, count) => (count < 3 ? { cutAfter: 20_000 } : undefined)],
    ['a stall', (_, count) => (count === 0 ? { stallAfter: 20_000 } : undefined)],
    ['silence', (_, count) => (count === 0 ? { stallAfter: 0 } : undefined)],
    ['503', (_, count) => (count === 0 ? { status: 503 } : undefined)],
    [
      '429 with Retry-After',
      (_, count) => (count === 0 ? { status: 429, headers: { 'retry-after': '0' } } : undefined),
    ],
    [
      'a cut, by a server that knows no ranges',
      (_, count) => (count === 0 ? { cutAfter: 20_000 } : { ignoreRange: true }),
    ],
    [
      'a cut, by a server that refuses ranges',
      (_, count) => (count === 0 ? { cutAfter: 20_000 } : { refuseRange: true }),
    ],
    ['an answer that ends early', (_, count) => (count === 0 ? { short: 20_000 } : undefined)],
  ]
  for (const [name, fault] of faults) {
    test(name, async ({ site, hub }) => {
      let count = 0
      hub.fault = (request) => (isWeights(request) ? fault(request, count++) : undefined)
      expectAnswer(await visit(site, hub, WASM))
      expect(count).toBeGreaterThan(1)
      // A cut download goes on where it was.
      const from = hub.requests.filter(isWeights).map((request) => request.from)
      if (name === 'a cut') expect(from).toEqual([undefined, 20_000, 40_000, 60_000])
    })
  }
})

test.describe('a fault that stays is told, and a later try works', () => {
  const faults: [string, HubFault, string, RegExp][] = [
    ['404', { status: 404 }, 'download_failed', /404/],
    ['401', { status: 401 }, 'download_failed', /401/],
    ['500', { status: 500 }, 'download_failed', /500/],
    ['cuts', { cutAfter: 0 }, 'download_failed', /connection broke|request failed/],
    ['stalls', { stallAfter: 0 }, 'download_failed', /no byte in 300 ms/],
    ['a page in place of the file', { html: true }, 'integrity_failed', /HTML/],
    ['changed content', { corrupt: true }, 'integrity_failed', /SHA-256/],
    ['too short a file', { short: 20_000, ignoreRange: true }, 'integrity_failed', /20000 bytes instead of/],
    ['too long a file', { long: 10 }, 'integrity_failed', /larger than/],
  ]
  for (const [name, fault, code, message] of faults) {
    test(name, async ({ site, hub }) => {
      hub.fault = (request) => (isWeights(request) ? fault : undefined)
      // Short where a stall is awaited; elsewhere a busy machine must not make one.
      const stallTimeout = fault.stallAfter === undefined ? 60_000 : 300
      const failed = await visit(site, hub, { ...WASM, stallTimeout })
      expect(failed.error).toMatchObject({ code, status: 502 })
      expect(failed.error?.message).toMatch(message)
      expect(failed.error?.message).toContain('model_quantized.onnx')
      hub.fault = undefined
      const later = await visit(site, hub, WASM)
      expect(later.availability).toBe('downloadable')
      expectAnswer(later)
    })
  }

  for (const [name, fault, code] of [
    ['503', { status: 503 }, 'download_failed'],
    ['a page', { html: true }, 'integrity_failed'],
  ] as const) {
    test(`${name} in place of the repository's facts`, async ({ site, hub }) => {
      const model = hubCard('tiny-xlmr', { sizes: false })
      hub.fault = ({ path }) => (path.includes('/tree/') ? fault : undefined)
      expect((await visit(site, hub, { ...WASM, model })).error?.code).toBe(code)
      expect(hub.requests.some(({ file }) => file)).toBe(false)
      hub.fault = undefined
      expectAnswer(await visit(site, hub, { ...WASM, model }))
    })
  }
})
