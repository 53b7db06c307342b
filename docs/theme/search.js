// The search box of every page: sections by their words at once, then in the order in which they answer the question.
import { createReranker, isRerankError } from '../webrerank/index.js'
import { createPassages } from './passages.js'

/** Milliseconds without a key after which typing rests. */
const REST = 400
const SHOWN = 8

const field = document.querySelector('#search-field')
const list = document.querySelector('#search-results')
const status = document.querySelector('#search-status')
const panel = document.querySelector('#search-panel')

const passages = createPassages(new URL('../pagefind/pagefind.js', import.meta.url).href)
// On the CPU: it needs the fewest bytes, and no build for WebGPU has to be on the host.
const reranker = createReranker({ device: 'wasm' })
let running
let shown = []
let active = -1

field.addEventListener('focus', warmUp, { once: true })
field.addEventListener('input', () => search(REST))
field.addEventListener('keydown', onKey)
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]')
  const wanted = event.key === '/' ? !typing : event.key === 'k' && (event.ctrlKey || event.metaKey)
  if (!wanted) return
  event.preventDefault()
  field.focus()
  field.select()
})
document.addEventListener('pointerdown', ({ target }) => {
  if (!panel.parentElement.contains(target)) close()
})

/** What a visitor who turns to the box will need: the index, and the model. Without it the search comes later, or by words. */
function warmUp() {
  passages.open().catch(() => {})
  reranker.load().catch(() => {})
}

async function search(rest) {
  running?.abort()
  const query = field.value.trim()
  if (query === '') return close()
  running = new AbortController()
  const { signal } = running
  const current = (values) => (signal.aborted ? Promise.reject(signal.reason) : values)
  try {
    const found = await passages.find(query).then(current)
    show(found)
    say(
      found.length === 0
        ? 'No page has these words. Reading the others…'
        : `${count(found)} by words. Sorting…`,
    )
    await new Promise((resolve) => setTimeout(resolve, rest)).then(current)
    const candidates = [...found, ...(await passages.others(found))]
    const documents = candidates.map(({ passage }) => passage)
    const { results } = await reranker.rank({ query, documents, return_documents: false }, { signal })
    current()
    show(results.map(({ index }) => candidates[index]))
    say('The best answers first, sorted on this device.')
  } catch (error) {
    if (signal.aborted) return
    const code = isRerankError(error) ? error.code : error.message
    say(
      shown.length > 0
        ? `In the order of the words: sorting failed (${code}).`
        : `The search failed (${code}).`,
    )
  }
}

function show(sections) {
  shown = sections.slice(0, SHOWN)
  active = -1
  field.removeAttribute('aria-activedescendant')
  list.replaceChildren(...shown.map(option))
  panel.hidden = false
  list.hidden = shown.length === 0
  field.setAttribute('aria-expanded', String(shown.length > 0))
}

function option({ url, title, heading, text }, index) {
  const item = document.createElement('li')
  item.id = `search-result-${index}`
  item.role = 'option'
  item.ariaSelected = 'false'
  item.dataset.url = url
  for (const [name, content] of [
    ['title', heading ? `${title} › ${heading}` : title],
    ['text', text.length > 160 ? `${text.slice(0, 160)}…` : text],
  ]) {
    const part = document.createElement('span')
    part.className = name
    part.textContent = content
    item.append(part)
  }
  item.addEventListener('click', () => open(url))
  return item
}

function onKey(event) {
  if (event.isComposing) return
  if (event.key === 'Escape') close()
  else if (event.key === 'Enter') enter()
  else if (event.key === 'ArrowDown') move(1)
  else if (event.key === 'ArrowUp') move(-1)
  else return
  event.preventDefault()
}

function enter() {
  if (active >= 0) open(shown[active].url)
  else search(0)
}

function move(by) {
  if (shown.length === 0) return
  if (panel.hidden) panel.hidden = false
  list.children[active]?.setAttribute('aria-selected', 'false')
  active = (active + by + (active < 0 && by < 0 ? 1 : 0) + shown.length) % shown.length
  const item = list.children[active]
  item.setAttribute('aria-selected', 'true')
  item.scrollIntoView({ block: 'nearest' })
  field.setAttribute('aria-activedescendant', item.id)
}

function open(url) {
  close()
  location.assign(url)
}

function close() {
  running?.abort()
  panel.hidden = true
  field.setAttribute('aria-expanded', 'false')
  field.removeAttribute('aria-activedescendant')
}

function say(text) {
  status.textContent = text
}

function count(sections) {
  return sections.length === 1 ? 'One section' : `${sections.length} sections`
}
