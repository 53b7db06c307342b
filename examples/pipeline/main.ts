// documents -> retrieval of the top K -> rerank -> a language model, or the prompt for one. Nothing leaves the page.
import { createReranker } from 'webrerank'
import { DOCUMENTS } from './documents.js'
import { generate } from './generate.js'
import { createRetriever } from './retrieve.js'

/** How many the first stage hands on, and how many of them the language model reads. */
const CANDIDATES = 8
const SOURCES = 3

const reranker = createReranker()
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const show = (id: string, text: string) => {
  find(id).textContent = text
}
const list = (id: string, items: readonly string[]) => {
  find(id).replaceChildren(
    ...items.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
  )
}

find<HTMLFormElement>('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const query = find<HTMLInputElement>('query').value
  const mayDownload = find<HTMLInputElement>('models').checked
  try {
    show('status', 'Retrieving…')
    const retriever = await createRetriever(DOCUMENTS, mayDownload)
    const candidates = (await retriever.retrieve(query, CANDIDATES)).map((index) => DOCUMENTS[index]!)
    show('how', retriever.name)
    list('retrieved', candidates)
    if (candidates.length === 0) return show('status', 'Nothing was found.')

    show('status', 'Reranking…')
    const { results, webrerank } = await reranker.rank({ query, documents: candidates, top_n: SOURCES })
    list(
      'reranked',
      results.map(({ relevance_score, document }) => `[${relevance_score.toFixed(4)}] ${document?.text}`),
    )

    show('status', 'Writing…')
    const sources = results.map(({ document }) => document!.text)
    const { kind, text, reason } = await generate(query, sources, mayDownload)
    show('outcome', kind === 'answer' ? 'Answer' : 'The prompt that would be sent')
    show('answer', text)
    show('status', `Done on ${webrerank.device}${reason ? `; ${reason}` : ''}.`)
  } catch (error) {
    show('status', `Failed: ${(error as Error).message}`)
  }
})
