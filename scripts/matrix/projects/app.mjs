// What an author of an application would write, and a page that runs it.

export const REQUEST = `{
  query: 'What is a vector database?',
  documents: ['The Eiffel Tower is in Paris.', 'A vector database stores embeddings and finds nearest neighbours.'],
}`

/** Ranks, and tells by the page's title. */
export const rankAndTell = (entry = 'webrerank') => `import { createReranker } from '${entry}'

const reranker = createReranker()
reranker.rank(${REQUEST}).then(
  ({ results, webrerank }) => {
    document.title = ['ranked', results[0].index, webrerank.device, webrerank.build].join(' ')
  },
  (error) => {
    document.title = 'failed ' + error.code + ': ' + error.message
  },
)
`

/** @param {string} script @param {string} [head] */
export const page = (script, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>app</title>${head}</head><body>` +
  `<div id="app"></div><script type="module" src="${script}"></script></body></html>`
