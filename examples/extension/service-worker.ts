import { createReranker } from 'webrerank/edge'
import { fetchFiles } from 'webrerank/edge/fetch'
import type { Answer, Question } from './protocol.js'

// A service worker can start no worker. The model runs in this thread, from files of the extension.
const reranker = createReranker({ files: fetchFiles(chrome.runtime.getURL('webrerank/')) })

async function answer(question: Question): Promise<Answer> {
  try {
    if (question.type === 'rank') {
      const { query, documents } = question
      return { response: await reranker.rank({ query, documents, top_n: 5 }) }
    }
    await reranker.load()
    return {}
  } catch (error) {
    return { error: String(error) }
  }
}

chrome.runtime.onMessage.addListener((question: Question, _sender, sendResponse) => {
  answer(question).then(sendResponse)
  return true
})
