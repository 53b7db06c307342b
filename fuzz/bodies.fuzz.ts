import fc from 'fast-check'
import { expect, test } from 'vitest'
import { handle } from '../fixtures/wire/by-length.js'
import { bodyBytes, rerankPath } from './support/bodies.js'
import { campaign } from './support/campaign.js'

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
      const isRanking =
        results.length > 0 &&
        results.every(({ relevance_score, score }) => Number.isFinite(relevance_score ?? score))
      expect(isRanking).toBe(true)
    }),
    campaign({ gate: 100_000 }),
  )
})
