import type { RerankRequest, RerankResponse } from 'webrerank'
import { createReranker } from 'webrerank/edge'
import { fetchFiles } from 'webrerank/edge/fetch'
import { ask, type Question, replyWith } from './protocol.js'

/** With more passages, starting a document and its workers pays. */
const FEW_PASSAGES = 100

// A service worker can start no worker. The model runs in this thread, from files of the extension.
const reranker = createReranker({ files: fetchFiles(chrome.runtime.getURL('webrerank/')) })

function rank(request: RerankRequest): Promise<RerankResponse | undefined> {
  return request.documents.length > FEW_PASSAGES ? rankOffscreen(request) : reranker.rank(request)
}

async function rankOffscreen(request: RerankRequest): Promise<RerankResponse | undefined> {
  opening ??= openDocument().finally(() => {
    opening = undefined
  })
  await opening
  return ask({ type: 'rank-offscreen', request })
}

let opening: Promise<void> | undefined

/** An extension may have one such document. It may have been opened before this service worker was started again. */
async function openDocument(): Promise<void> {
  const open = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })
  if (open.length > 0) return
  await chrome.offscreen.createDocument({
    url: 'offscreen.html',
    reasons: ['WORKERS'],
    justification: 'ranks the passages of long pages on every core',
  })
}

chrome.runtime.onMessage.addListener((question: Question, _sender, sendResponse) => {
  replyWith(sendResponse, async () => {
    if (question.type === 'rank') return rank(question.request)
    await reranker.load()
    return undefined
  })
  return true
})
