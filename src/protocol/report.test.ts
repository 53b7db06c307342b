import { afterEach, describe, expect, test, vi } from 'vitest'
import { listener } from '../client/listener.js'
import { pagefindStage } from '../search/adapters/pagefind.js'
import { writeSiteVectors } from '../search/adapters/site-vectors.js'
import { createObservable } from '../search/observable.js'
import { vectorStage } from '../search/vectors.js'
import { report } from './report.js'

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => {
  warn.mockClear()
  vi.unstubAllGlobals()
})

test('where the platform has reportError, it is told', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const error = new Error('x')
  report(error)
  expect(reported.mock.calls).toEqual([[error]])
  expect(warn).not.toHaveBeenCalled()
})

describe('in Node, which has no reportError, the console tells of', () => {
  const thrown = new Error('of a listener')
  const fail = () => {
    throw thrown
  }

  test('vectors that are of another model', async () => {
    const pagefind = { search: async () => ({ results: [] }) }
    const vectors = writeSiteVectors({ size: 2, table: 'other', pages: [['a', 1]], data: Int8Array.of(1, 2) })
    const stage = pagefindStage(pagefind, { vectors: () => vectors })
    const { signal } = new AbortController()
    await stage('refund', { signal, limit: 2, vector: Int8Array.of(1, 0), vectorTable: 'mine' })
    expect(warn).toHaveBeenCalledOnce()
    expect(String(warn.mock.calls[0]![0])).toContain('run webrerank index again')
  })

  test('vectors of documents that are of another model, once', async () => {
    const stage = vectorStage(
      () => [],
      () => ({ ids: ['a'], vectors: { size: 2, table: 'other', data: Int8Array.of(1, 2) }, read: () => [] }),
    )
    const { signal } = new AbortController()
    for (let i = 0; i < 2; i++)
      await stage('refund', { signal, limit: 2, vector: Int8Array.of(1, 0), vectorTable: 'mine' })
    expect(warn).toHaveBeenCalledOnce()
    expect(String(warn.mock.calls[0]![0])).toContain('compute them again')
  })

  test('what a listener of progress throws', () => {
    listener({ onProgress: fail })({ step: 'score', loaded: 0, total: 1 } as never)
    expect(warn.mock.calls).toEqual([[thrown]])
  })

  test('what a listener of a search throws', () => {
    const { observable, set } = createObservable(0)
    observable.subscribe(fail)
    set(1)
    expect(warn.mock.calls).toEqual([[thrown]])
  })
})
