import { expect, test } from 'vitest'
import { readSiteVectors, type SiteVectors, writeSiteVectors } from './site-vectors.js'

const SITE: SiteVectors = {
  size: 2,
  table: '0badcafe',
  pages: [
    ['en_1', 1],
    ['en_é', 2],
  ],
  data: Int8Array.of(127, 0, -127, 5, 0, 0),
}

test('what was written is read again, wherever it lies in memory', () => {
  const bytes = writeSiteVectors(SITE)
  expect(readSiteVectors(bytes)).toEqual(SITE)
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(readSiteVectors(shifted.subarray(3))).toEqual(SITE)
})

test('what is no such file, or not all of it, is refused', () => {
  const bytes = writeSiteVectors(SITE)
  for (const end of [0, 5, 12, bytes.length - 1])
    expect(() => readSiteVectors(bytes.slice(0, end)), `${end} bytes`).toThrow(/its end|not written by/)
  expect(() => readSiteVectors(new TextEncoder().encode('<!doctype html>'))).toThrow('not written by')
})
