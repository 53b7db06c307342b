import { createReranker } from 'webrerank/cpu'
import { type Ranking, replyWith } from './protocol.js'

// A document may start workers: the model runs in several, one a core.
const reranker = createReranker()

chrome.runtime.onMessage.addListener((message: Ranking, _sender, sendResponse) => {
  if (message.type !== 'rank-offscreen') return false
  replyWith(sendResponse, () => reranker.rank(message.request))
  return true
})
