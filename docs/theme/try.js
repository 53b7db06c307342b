// The examples that a reader can change and run. The package is loaded when the first one is run.
/** @type {Promise<any> | undefined} a reranker */
let loading

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form.try'))) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'))
  button.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      tell(form, await rank(form, (text) => tell(form, text)))
    } catch (error) {
      loading = undefined
      tell(form, error.message)
    }
  })
}

/**
 * Ranks what a form has, and lists it.
 * @param {HTMLFormElement} form
 * @param {(text: string) => void} tell
 * @returns {Promise<string>} what is said about it
 */
async function rank(form, tell) {
  const fields = new FormData(form)
  const query = String(fields.get('query'))
  const documents = String(fields.get('documents'))
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (documents.length === 0) return 'Write at least one document.'
  if (!loading) tell('Loading the model…')
  // @ts-expect-error The site has the package beside this folder.
  loading ??= import('../webrerank/index.js').then(({ createReranker }) => createReranker({ device: 'wasm' }))
  const reranker = await loading
  const { results, webrerank } = await reranker.rank({ query, documents })
  const list = /** @type {HTMLOListElement} */ (form.querySelector('ol'))
  list.replaceChildren(
    ...results.map(({ index, relevance_score }) => entry(documents[index] ?? '', relevance_score)),
  )
  return webrerank.answered === false
    ? 'Nothing here answers this.'
    : 'Ranked on your device; nothing was sent.'
}

/**
 * @param {string} text
 * @param {number} score between 0 and 1
 */
function entry(text, score) {
  const item = document.createElement('li')
  const bar = Object.assign(document.createElement('meter'), { value: score })
  const number = document.createElement('span')
  number.textContent = score.toFixed(2)
  bar.setAttribute('aria-label', 'Relevance')
  item.append(bar, number, text)
  return item
}

/**
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function tell(form, text) {
  const status = /** @type {HTMLElement} */ (form.querySelector('[role=status]'))
  status.textContent = text
}
