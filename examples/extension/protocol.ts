import type { RerankRequest, RerankResponse } from 'webrerank'

/** What the popup asks of the service worker: to load the model ahead, or to rank passages by a question. */
export type Question = { type: 'load' } | { type: 'rank'; request: RerankRequest }

/** What the service worker asks of the offscreen document. A message reaches every part of an extension but its sender. */
export type Ranking = { type: 'rank-offscreen'; request: RerankRequest }

/** What they answer. Only JSON passes between parts of an extension, so an error is a message. */
type Answer = { response?: RerankResponse | undefined } | { error: string }

/** Answers a message with a ranking, if one is made, or with what went wrong. */
export async function replyWith(
  sendResponse: (answer: unknown) => void,
  work: () => Promise<RerankResponse | undefined>,
): Promise<void> {
  const answer: Answer = await work().then(
    (response) => ({ response }),
    (error) => ({ error: error instanceof Error ? error.message : String(error) }),
  )
  sendResponse(answer)
}

/** @throws Error with the message of what went wrong in the part that was asked */
export async function ask(question: Question | Ranking): Promise<RerankResponse | undefined> {
  const answer = (await chrome.runtime.sendMessage(question)) as Answer
  if ('error' in answer) throw new Error(answer.error)
  return answer.response
}
