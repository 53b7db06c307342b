import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Hit } from '../types.js'
import { type Pagefind, type PagefindPage, pagefindStage } from './pagefind.js'
import { writeSiteVectors } from './site-vectors.js'

/** Pages of two sections each; the words of a query are in `words` alone. */
const PAGES: Record<string, PagefindPage> = Object.fromEntries(
  ['words', 'a', 'b', 'meaning', 'c'].map((id) => [
    id,
    {
      url: `/${id}/`,
      content: `${id === 'words' ? 'A refund' : 'A page'} above. Part Below the heading.`,
      meta: { title: id },
      anchors: [{ element: 'h2', id: 'part', text: 'Part', location: 3 }],
    },
  ]),
)
const pagefind: Pagefind = {
  search: async (query) => ({
    results: Object.entries(PAGES)
      .filter(([, { content }]) => query === null || content.toLowerCase().includes(query))
      .map(([id, page]) => ({ id, score: 1, data: async () => page })),
  }),
}
/** Of `meaning` the second section points where the query does; `gone` was deleted since. */
const file = (table = 'same') =>
  writeSiteVectors({
    size: 2,
    table,
    pages: [
      ['gone', 1],
      ['a', 2],
      ['meaning', 2],
    ],
    data: Int8Array.of(100, 0, 0, 100, 0, 90, -1, 100, 100, 3),
  })
const expanded = [
  { word: 'refund', forms: [], query: { start: 0, end: 6, text: 'refund' }, strength: 'same' as const },
]

type Source = () => Uint8Array | Promise<Uint8Array>

/** Asks a stage for two pages so many times. */
async function ask(vectors: Source, times = 1, vector: Int8Array | undefined = Int8Array.of(120, 0)) {
  const stage = pagefindStage(pagefind, { vectors })
  const { signal } = new AbortController()
  const answers: Hit[][] = []
  for (let i = 0; i < times; i++)
    answers.push([...(await stage('refund', { signal, limit: 2, expanded, vector, vectorTable: 'same' }))])
  return { answers, ids: answers.map((hits) => hits.map(({ id }) => id)) }
}

const reported = vi.fn()
vi.stubGlobal('reportError', reported)
afterEach(() => reported.mockClear())

describe('a site that is not read in whole', () => {
  test('pages of near sections are read beside those with the words, and of them these sections', async () => {
    const { answers, ids } = await ask(() => file())
    expect(ids).toEqual([['words', 'meaning']])
    const [words, near] = answers[0]!
    expect([words!.matched, near!.matched]).toEqual([true, false])
    expect(near!.passage).toBeUndefined()
    expect(near!.subResults![0]!.passage).toBe('meaning: Part\nBelow the heading.')
  })

  test('without vectors the other pages stand in the order of the index', async () => {
    const { ids } = await ask(() => file(), 1, new Int8Array())
    expect(ids).toEqual([['words', 'a']])
  })

  test('vectors of another model are not used, which is reported once', async () => {
    const open = vi.fn(() => file('other'))
    const { ids } = await ask(open, 2)
    expect(ids).toEqual([
      ['words', 'a'],
      ['words', 'a'],
    ])
    expect(open).toHaveBeenCalledOnce()
    expect(reported).toHaveBeenCalledOnce()
    expect(reported.mock.calls[0]![0].message).toContain('run webrerank index again')
  })

  test('a file that cannot be read is reported, words go on alone, and the next query tries again', async () => {
    const open = vi
      .fn<Source>()
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValueOnce(new TextEncoder().encode('<!doctype html>'))
      .mockResolvedValue(file())
    const { ids } = await ask(open, 4)
    expect(ids).toEqual([
      ['words', 'a'],
      ['words', 'a'],
      ['words', 'meaning'],
      ['words', 'meaning'],
    ])
    expect(open).toHaveBeenCalledTimes(3)
    expect(reported).toHaveBeenCalledTimes(2)
  })
})
