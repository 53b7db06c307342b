import type { RerankRequest } from '../../src/index.js'
import { expect, test } from '../support/site.js'

const QUERY = 'reset the XK-4711 password'
const DOCUMENTS = [
  'To change your password, open Settings and choose Account.',
  'The XK-4711 has two buttons.',
  'Passwords should be long, and no two of them the same.',
  'The XK-4711 has two buttons.',
  '',
]

type Fuse = Exclude<RerankRequest['fuse'], undefined>

const request = (fuse: Fuse): RerankRequest => ({
  model: 'webrerank/tiny-en',
  query: QUERY,
  documents: DOCUMENTS,
  return_documents: false,
  fuse,
})

test('is off unless asked for', async ({ shared }) => {
  const plain = await shared.fetch({ ...request(null), fuse: undefined })
  for (const fuse of [null, false]) {
    const { body } = await shared.fetch(request(fuse))
    expect(body.results).toEqual(plain.body.results)
    expect(body.webrerank.fused).toBeUndefined()
  }
})

const FIRST_STAGES: [Fuse, string][] = [
  [true, 'bm25'],
  [{ with: 'order' }, 'order'],
  [{ with: [0, 7, 3, 7, 1], weight: 2 }, 'scores'],
]
for (const [fuse, name] of FIRST_STAGES) {
  test(`blends with ${name}, and the answer is one as any other`, async ({ shared }) => {
    const { body } = await shared.fetch(request(fuse))
    const scores = body.results.map((result) => result.relevance_score)
    expect(body.results.map((result) => result.index).sort()).toEqual([0, 1, 2, 3, 4])
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    for (const score of scores) expect(score > 0 && score < 1).toBe(true)
    expect(body.webrerank.fused).toEqual({
      with: name,
      weight: typeof fuse === 'object' ? (fuse?.weight ?? expect.any(Number)) : expect.any(Number),
    })
    if (name !== 'order') {
      const of = (index: number) => body.results.find((result) => result.index === index)!.relevance_score
      expect(of(1)).toBe(of(3))
    }
  })
}

test('a heavy first stage has its way', async ({ shared }) => {
  const { body } = await shared.fetch(request({ with: [1, 2, 3, 4, 5], weight: 1e6 }))
  expect(body.results.map((result) => result.index)).toEqual([4, 3, 2, 1, 0])
})

test('what is wrong with it is named', async ({ shared }) => {
  const { status, body } = await shared.fetch({ ...request(null), fuse: { with: [1, 2] } })
  expect(status).toBe(400)
  expect(body.error).toMatchObject({
    param: 'fuse.with',
    message: 'fuse.with must have a score for each of the 5 documents, not 2',
  })
})
