import { readPassages, showPassage } from './page.js'
import { ask } from './protocol.js'

/** What a person waits for, a few seconds on a slow device. */
const MAX_PASSAGES = 400
/** Of a long passage, what the popup shows. */
const EXCERPT = 200

const form = document.querySelector('form')!
const input = document.querySelector('input')!
const status = document.querySelector('#status')!
const list = document.querySelector('#results')!

/** Runs a function in the page that the popup was opened on: `activeTab` allows it there and nowhere else. */
async function inPage<Args extends unknown[], Result>(func: (...args: Args) => Result, ...args: Args) {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
  const [injection] = await chrome.scripting.executeScript({ target: { tabId: tab!.id! }, func, args })
  return injection!.result as Result
}

async function answer(query: string): Promise<void> {
  status.textContent = 'Reading the page …'
  const { texts, cut } = await inPage(readPassages, MAX_PASSAGES)
  if (texts.length === 0) {
    status.textContent = 'This page has no paragraphs.'
    return
  }
  status.textContent = `Ranking ${texts.length} passages …`
  const { results, webrerank } = (await ask({
    type: 'rank',
    request: { query, documents: texts, top_n: 5 },
  }))!
  const counted = cut ? `the first ${texts.length} passages` : `${texts.length} passages`
  status.textContent = webrerank.answered
    ? `The best of ${counted}:`
    : `Nothing on this page seems to answer that. The closest of ${counted}:`
  list.replaceChildren(...results.map(({ index }) => createResult(texts[index]!, index)))
}

/** A button, because it does something: it shows the passage in the page. */
function createResult(text: string, index: number): HTMLLIElement {
  const button = document.createElement('button')
  button.textContent = text.length > EXCERPT ? `${text.slice(0, EXCERPT)} …` : text
  button.addEventListener('click', () => void inPage(showPassage, index).catch(showFailure))
  const item = document.createElement('li')
  item.append(button)
  return item
}

function showFailure(error: unknown): void {
  status.textContent = `That failed: ${error instanceof Error ? error.message : error}`
}

let latest = Promise.resolve()
form.addEventListener('submit', (event) => {
  event.preventDefault()
  list.replaceChildren()
  const query = input.value
  latest = latest.then(() => answer(query)).catch(showFailure)
})

input.focus()
// While the person types.
ask({ type: 'load' }).catch(showFailure)
