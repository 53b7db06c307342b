import type { RerankerOptions, RerankRequest, RerankResponse, WordMatch } from '../../src/index.js'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { CARD } from '../support/card-request.js'
import { expect, fixture, type Site, test } from '../support/site.js'

const QUERY = 'How do I reset the XK-4711 password?'
const DOCUMENTS = [
  'To change your Passwords, open the settings.',
  'The XK-4711 was RESET — 🔒 password cleared.',
  'Pandas eat bamboo.',
]

/** `rank(request, { explain: true })` in the page. */
function explain(site: Site, request: RerankRequest, options: Omit<RerankerOptions, 'worker'> = {}) {
  return site.page.evaluate(
    async ([request, options]) => {
      const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      return reranker(options).rank(request, { explain: true })
    },
    [request, options] as const,
  )
}

/** Of each document, its words with those of the query that they meet and how. */
function told({ results }: RerankResponse, query: string, documents: readonly string[]): string[][] {
  const say = (document: string, { start, end, query: asked, kind }: WordMatch) =>
    `${document.slice(start, end)}~${query.slice(asked.start, asked.end)} ${kind}`
  const all: string[][] = []
  for (const { index, matches } of results)
    all[index] = matches!.map((match) => say(documents[index]!, match))
  return all
}

test('words that meet are told by their places in both texts', async ({ shared }) => {
  const answer = await explain(shared, { query: QUERY, documents: DOCUMENTS })
  const [change, reset, pandas] = told(answer, QUERY, DOCUMENTS)
  expect(change).toContain('Passwords~password same')
  expect(reset).toEqual(
    expect.arrayContaining(['4711~4711 same', 'RESET~reset same', 'password~password same']),
  )
  expect(pandas).toEqual([])
  // Function words are not told of.
  for (const match of [...change!, ...reset!]) expect(match).not.toMatch(/^(to|the|i)~/i)
  expect(answer.webrerank.timings.explain).toBeGreaterThanOrEqual(0)
})

test('words that are related to the query’s are told', async ({ shared }) => {
  const query = 'how to find a doctor'
  const documents = ['Physicians near you are listed by name.']
  const { results } = await explain(shared, { query, documents })
  expect(results[0]!.matches).toContainEqual({
    ...{ start: 0, end: 10 },
    query: expect.anything(),
    kind: 'related',
    strength: expect.stringMatching(/^(close|near|far)$/),
  })
})

test('is off unless the call asks for it, and no member of the wire does', async ({ shared }) => {
  const request = { query: QUERY, documents: DOCUMENTS }
  const plain = await shared.rank(request)
  const { body } = await shared.fetch({ model: 'webrerank/tiny-en', ...request, explain: true })
  const explained = await explain(shared, request)
  for (const { results, webrerank } of [plain, body]) {
    for (const result of results) expect(result).not.toHaveProperty('matches')
    expect(webrerank.timings).not.toHaveProperty('explain')
    expect(results).toEqual(explained.results.map(({ matches, ...result }) => result))
  }
})

test('what is answered is explained, blended or not', async ({ shared }) => {
  const request = { query: QUERY, documents: DOCUMENTS, return_documents: false }
  const all = await explain(shared, request)
  const fused = await explain(shared, { ...request, top_n: 1, fuse: { with: [0, 0, 1], weight: 1e6 } })
  expect(fused.results.map(({ index }) => index)).toEqual([2])
  expect(fused.results[0]!.matches).toEqual(all.results.find(({ index }) => index === 2)!.matches)
})

test('a model without tables meets the same letters', async ({ shared }) => {
  const query = 'the Giant panda'
  const documents = ['PANDA pandas the giant', '', '大熊猫']
  const answer = await explain(shared, { query, documents }, { model: fixture('tiny-bert'), device: 'wasm' })
  expect(told(answer, query, documents)).toEqual([
    ['PANDA~panda same', 'the~the same', 'giant~Giant same'],
    [],
    [],
  ])
})

test('can be cancelled, and the next call works', async ({ site }) => {
  const error = await site.page.evaluate(async (query) => {
    const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
    const reranker = createReranker({ device: 'wasm' })
    const documents = Array.from({ length: 100 }, (_, i) => `${i} word${i} password `.repeat(2000))
    const controller = new AbortController()
    // Scoring is over at its last document; what comes then is the explanation.
    const onProgress = ({ step, loaded }: { step: string; loaded: number }) => {
      if (step === 'score' && loaded === documents.length) setTimeout(() => controller.abort(), 5)
    }
    const request = { query, documents, max_tokens_per_doc: 8 }
    const { signal } = controller
    const failed = await reranker.rank(request, { explain: true, signal, onProgress }).catch((error) => error)
    const { results } = await reranker.rank({ query, documents: ['a password'] }, { explain: true })
    reranker.dispose()
    return [failed.name, results[0]!.matches!.length]
  }, QUERY)
  expect(error).toEqual(['AbortError', 1])
})

test('an upstream server explains nothing, and a warning says so', async ({ site }) => {
  await site.page.route('**/upstream/rerank', (route) =>
    route.fulfill({
      json: { results: [1, 0, 2].map((index) => ({ index, relevance_score: 0.9 - index / 10 })) },
    }),
  )
  const upstream = { url: `${site.origin}/upstream/rerank`, when: 'always' } as const
  const { results, webrerank } = await explain(site, { query: QUERY, documents: DOCUMENTS }, { upstream })
  expect(results).toHaveLength(3)
  for (const result of results) expect(result).not.toHaveProperty('matches')
  expect(webrerank.warnings).toEqual(['explain has no effect upstream'])
  expect(webrerank).not.toHaveProperty('answered')
})

test('an answer says whether the best document reaches the card’s floor', async ({ shared }) => {
  const facts = async (request: RerankRequest) => (await shared.rank(request)).webrerank
  expect(await facts(CARD)).toMatchObject({ floor: tinyEn.floor, answered: true })
  expect(await facts({ ...CARD, fuse: true, raw_scores: true })).toMatchObject({ answered: true })
  const { floor, ...card } = fixture('tiny-bert')
  expect(floor).toBeUndefined()
  const rank = (floor?: number) =>
    shared.rank({ query: 'a', documents: ['b'] }, { model: { ...card, ...(floor && { floor, version: 3 }) } })
  expect((await rank(1)).webrerank).toMatchObject({ answered: false, modelVersion: 3 })
  expect((await rank()).webrerank).not.toHaveProperty('answered')
})
