/**
 * `webrerank/ai-sdk`: a reranker as a provider of the AI SDK.
 * @module webrerank/ai-sdk
 */

import type { RerankingModelV3 } from '@ai-sdk/provider'
import type { Reranker } from '../client/types.js'

/**
 * A reranker as a reranking model of the AI SDK, for those who want a provider instead of an address:
 * `rerank({ model: createRerankingModel(reranker), query, documents })`.
 *
 * Specification version 3, which AI SDK 6 and 7 take. Documents that are objects are ranked as their JSON, with a
 * warning. Errors are webrerank's own `RerankError`; the AI SDK does not retry them.
 *
 * @param reranker from `createReranker` of `webrerank` or of `webrerank/server`
 * @example
 * ```ts
 * import { rerank } from 'ai'
 * import { createReranker } from 'webrerank'
 * import { createRerankingModel } from 'webrerank/ai-sdk'
 *
 * const model = createRerankingModel(createReranker())
 * const { ranking } = await rerank({ model, query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] })
 * ```
 */
export function createRerankingModel(reranker: Pick<Reranker, 'model' | 'rank'>): RerankingModelV3 {
  return {
    specificationVersion: 'v3',
    provider: 'webrerank',
    modelId: reranker.model,
    async doRerank({ documents, query, topN, abortSignal }) {
      const isText = documents.type === 'text'
      const texts = isText ? documents.values : documents.values.map((value) => JSON.stringify(value))
      const request = { query, documents: texts, top_n: topN ?? null, return_documents: false }
      const { id, model, results, usage, webrerank } = await reranker.rank(request, { signal: abortSignal })
      return {
        ranking: results.map(({ index, relevance_score }) => ({ index, relevanceScore: relevance_score })),
        warnings: [
          ...(isText
            ? []
            : [
                {
                  type: 'compatibility' as const,
                  feature: 'object documents',
                  details: 'Object documents are converted to strings.',
                },
              ]),
          ...webrerank.warnings.map((message) => ({ type: 'other' as const, message })),
        ],
        providerMetadata: {
          webrerank: {
            device: webrerank.device,
            reason: webrerank.reason,
            truncated: webrerank.truncated,
            totalTokens: usage.total_tokens,
          },
        },
        response: { id, modelId: model, timestamp: new Date() },
      }
    },
  }
}
