// The AI SDK and its providers as a bundler puts them into a page, with our fetch in the network's place.
import { createCohere } from '@ai-sdk/cohere'
import { createTogetherAI } from '@ai-sdk/togetherai'
import { createVoyage } from '@ai-sdk/voyage'
import { rerank } from 'ai'
import { createReranker } from 'webrerank'

const { fetch, model } = createReranker()
const options = { apiKey: 'key', fetch }
const models = {
  cohere: createCohere(options).reranking(model),
  togetherai: createTogetherAI(options).reranking(model),
  voyage: createVoyage(options).reranking(model),
}

export type Provider = keyof typeof models

/** The order in which a provider ranks the documents. */
export async function rankWith(provider: Provider, query: string, documents: string[]): Promise<number[]> {
  const { ranking } = await rerank({ model: models[provider], query, documents })
  return ranking.map(({ originalIndex }) => originalIndex)
}

Object.assign(globalThis, { rankWith })
