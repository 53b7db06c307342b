import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RerankError } from '../src/protocol/errors.js'
import { createFusion } from '../src/wire/fuse.js'
import { createHandler } from '../src/wire/handler.js'
import { parseRequest } from '../src/wire/request.js'
import { createResponse } from '../src/wire/response.js'
import { bodyBytes, rerankPath } from './support/bodies.js'
import { campaign } from './support/campaign.js'

/** The wire without a model: the longer a document, the better it fits. */
const handle = createHandler({
  async serve(body) {
    const request = parseRequest(body, 50)
    if (request.model !== undefined && request.model !== 'm')
      throw new RerankError('model_not_found', 'none', { param: 'model', details: { model: request.model } })
    const fusion =
      request.fuse === undefined ? undefined : createFusion(request.fuse, request.documents.length)
    const logits = request.documents.map((text) => text.length)
    const answer = {
      logits,
      bm25: logits,
      tokens: logits.map(() => 3),
      truncated: [],
      cached: { scores: 0, encodings: 0 },
      info: { device: 'wasm' as const, dtype: 'q8' as const, build: 'wasm' as const, reason: 'a campaign' },
      fuseWeight: { given: 0.5, bm25: 0.5 },
      timings: { queue: 0, load: 0, tokenize: 0, score: 1 },
    }
    return createResponse('m', request, fusion ? fusion.blend(answer) : answer)
  },
  models: ['m'],
  maxDocuments: 50,
  maxBodyBytes: 100_000,
})

test('any body: an answer in JSON, and none of them a failure of ours', async () => {
  await fc.assert(
    fc.asyncProperty(rerankPath, bodyBytes, async (path, body) => {
      const response = await handle(
        new Request(new URL(path.replace(/^\/+/, '/'), 'http://host'), { method: 'POST', body }),
      )
      expect([200, 400, 404, 413, 422]).toContain(response.status)
      const answer = await response.json()
      if (response.status !== 200) return
      const results: { relevance_score?: number; score?: number }[] = Array.isArray(answer)
        ? answer
        : (answer.results ?? answer.data)
      expect(results.length).toBeGreaterThan(0)
      for (const { relevance_score, score } of results)
        expect(Number.isFinite(relevance_score ?? score)).toBe(true)
    }),
    campaign(10),
  )
})
