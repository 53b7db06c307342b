import type { RankOptions, Reranker, RerankRequest, RerankResponse } from 'webrerank'

/**
 * Ranks with a model that may be slow, and gives the order of a quick model meanwhile.
 * @param first the quick model
 * @param onDraft is given its order, once, before the answer; never where the model is not on this device
 * @returns the answer that `rank` would give, without a trace of the quick model
 */
export async function rankWithDraft(
  reranker: Pick<Reranker, 'availability' | 'rank' | 'stream'>,
  request: RerankRequest,
  options: RankOptions,
  first: string,
  onDraft: (draft: RerankResponse) => void,
): Promise<RerankResponse> {
  // A model that nobody agreed to download is refused at once, before another one is loaded for it.
  if ((await reranker.availability()) !== 'available') return reranker.rank(request, options)
  // The better model then scores all documents.
  const cascade = { first, keep: request.documents.length }
  let draft: RerankResponse | undefined
  let last: RerankResponse | undefined
  for await (const state of reranker.stream({ ...request, cascade }, options)) {
    last = state
    if (draft || !isOnlyBy(first, state)) continue
    draft = state
    onDraft(state)
  }
  return withoutDraft(last!, draft)
}

/** Whether each result has a score, and each score is by this model. */
function isOnlyBy(model: string, { results, webrerank }: RerankResponse): boolean {
  return !webrerank.complete && results.every((result) => result.model === model)
}

/** The answer without what the draft cost, and without what a cascade adds. */
function withoutDraft(answer: RerankResponse, draft: RerankResponse | undefined): RerankResponse {
  const { cascade, scored, complete, ...facts } = answer.webrerank
  const results = answer.results.map(({ model, model_score, ...result }) => result)
  const rest = { ...answer, results, webrerank: facts }
  if (!draft) return rest
  const { timings, cached } = draft.webrerank
  const tokens = answer.usage.total_tokens - draft.usage.total_tokens
  return {
    ...rest,
    usage: { ...answer.usage, prompt_tokens: tokens, total_tokens: tokens },
    meta: { ...answer.meta, tokens: { ...answer.meta.tokens, input_tokens: tokens } },
    webrerank: {
      ...facts,
      ...(facts.cached &&
        cached && {
          cached: {
            scores: facts.cached.scores - cached.scores,
            encodings: facts.cached.encodings - cached.encodings,
          },
        }),
      timings: {
        ...facts.timings,
        tokenize: Math.max(0, facts.timings.tokenize - timings.tokenize),
        score: Math.max(0, facts.timings.score - timings.score),
      },
    },
  }
}
