import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { isRerankError } from '../src/protocol/errors.js'
import { bytesOfContent } from '../worker/bytes/content.js'
import { obtainFile } from '../worker/files/obtain.js'
import { campaign, type Size } from './support/campaign.js'
import { createFaultyStore, type Fault } from './support/faulty-store.js'
import { type Behaviour, behaviour, fetchFrom, startFileHost, VERSIONS } from './support/file-host.js'

/**
 * Downloads from a host that behaves in any way, into a store that does, visit after visit. The model of what may be
 * stored is small: what is complete is one version of the file, to the last byte, and the one that the hash tells where
 * there is one.
 */

interface Visit {
  answers: Behaviour[]
  writes: Fault[]
  /** What the page knows of the file beforehand. */
  knows: 'nothing' | 'length' | 'hash'
}

const visits: fc.Arbitrary<Visit[]> = fc.array(
  fc.record({
    answers: fc.array(behaviour, { minLength: 1, maxLength: 6 }),
    writes: fc.array(fc.constantFrom<Fault>('none', 'none', 'none', 'throws', 'loses'), { maxLength: 4 }),
    knows: fc.constantFrom('nothing', 'length', 'hash'),
  }),
  { minLength: 1, maxLength: 4 },
)

let answers: Behaviour[] = []
const next = () => (answers.length > 1 ? answers.shift()! : answers[0]!)

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
/** @param isWhole whether nothing but the whole will do */
const isOneOf = (bytes: Uint8Array, isWhole: boolean) =>
  VERSIONS.some((version) => equal(bytes, isWhole ? version : version.subarray(0, bytes.length)))

async function holds(url: string, visits: Visit[]): Promise<void> {
  const patience = { stall: 2000, retries: 2, pause: 0 }
  const { shelf, fail, complete } = createFaultyStore()
  for (const { answers: planned, writes, knows } of visits) {
    answers = [...planned]
    fail(writes)
    const known = VERSIONS[0]!
    const file = {
      path: 'file',
      url,
      ...(knows !== 'nothing' && { bytes: known.length }),
      ...(knows === 'hash' && { checksum: { kind: 'sha256', hex: hashOf(known) } as const }),
    }
    const watch = { onLength() {}, onNotStored() {} }
    // A host that tells a short length, or none before it is cut, has given what it calls the whole.
    const isWhole = knows !== 'nothing'
    try {
      const bytes = await bytesOfContent(await obtainFile(file, shelf, patience, watch))
      expect(knows === 'hash' ? equal(bytes, known) : isOneOf(bytes, isWhole)).toBe(true)
    } catch (error) {
      if (!isRerankError(error)) throw error
      expect(['download_failed', 'integrity_failed']).toContain(error.code)
    }
    const stored = complete()
    if (stored) expect(isOneOf(stored, isWhole)).toBe(true)
  }
}

const storesOneVersion = (url: string, size: Size) =>
  fc.assert(
    fc.asyncProperty(visits, (visits) => holds(url, visits)),
    campaign(size),
  )

afterEach(() => {
  vi.unstubAllGlobals()
})

test('what is stored or answered is one version of the file, and the one that was meant', async () => {
  vi.stubGlobal('fetch', fetchFrom(next))
  // Some ten requests are made in each.
  await storesOneVersion('https://models.example/file', { gate: 500, share: 0.1 })
})

test('the same over HTTP, with cut connections, false lengths and redirects', async () => {
  const host = await startFileHost(next)
  await storesOneVersion(host.url, { gate: 20, share: 0.002 })
  await host.close()
})
