// Asks the search box of the documentation site, as it ships, the questions of e2e/docs/questions.json: is the right page
// first, is it among the first three, and is nothing given for an answer where nothing is one?
//   npm run docs && node scripts/evaluate/docs-questions.mjs
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import sirv from 'sirv'
import { findChromium, findHeadlessShell, launchArguments } from '../gate/chromium.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {{ answered: { question: string, pages: string[] }[], unanswered: string[] }} Questions
 * @typedef {{ question: string, right: string[], pages: string[], answered: boolean, said: string }} Asked
 */

/** @returns {Promise<Questions>} */
export async function readQuestions() {
  return JSON.parse(await readFile(path.join(ROOT, 'e2e/docs/questions.json'), 'utf8'))
}

/**
 * Asks every question, one after the other, on a page of the site that is open. The box takes all the time that it needs: with less, a
 * slower machine reads less.
 * @param {import('playwright').Page} page
 * @param {Questions} questions
 * @param {(asked: Asked) => void} [told] after each
 * @returns {Promise<Asked[]>}
 */
export async function askQuestions(page, { answered, unanswered }, told = () => {}) {
  const all = [...answered, ...unanswered.map((question) => ({ question, pages: [] }))]
  const base = new URL('.', page.url()).href
  await page.locator('webrerank-search').evaluate((box) => box.setAttribute('reading-time', '600000'))
  const results = []
  for (const { question, pages: right } of all) {
    const { urls, said, nothing } = await page.evaluate(askOne, question)
    const pages = urls.map((url) => url.replace(base, '').replace(/\.html.*$/, ''))
    const asked = { question, right, pages, answered: !nothing, said }
    results.push(asked)
    told(asked)
  }
  return results
}

/** In the page: types a question, and tells the pages that the box gives, in order, each once. */
async function askOne(question) {
  const box = document.querySelector('webrerank-search')
  const root = box.shadowRoot
  const input = root.querySelector('input')
  const live = root.querySelector('[role=status]')
  const until = async (test) => {
    while (!test()) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const type = (text) => {
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  }
  input.focus()
  type('')
  await until(() => live.textContent === '')
  type(question)
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  await until(() => live.textContent !== '')
  const urls = []
  const note = (event) => {
    event.preventDefault()
    urls.push(new URL(event.detail.url, document.baseURI).href)
  }
  box.addEventListener('webrerank-select', note)
  /** @type {NodeListOf<HTMLElement>} */
  const options = root.querySelectorAll('[part~=option]')
  for (const option of options) option.click()
  box.removeEventListener('webrerank-select', note)
  const nothing = root.querySelector('[part~=nothing]') !== null
  return { urls, said: live.textContent, nothing }
}

/**
 * @param {readonly Asked[]} results
 * @returns {{ first: number, firstThree: number, refused: number }} shares of the questions that have an answer, and of those that have none
 */
export function shares(results) {
  const place = ({ right, pages }) => pages.findIndex((page) => right.includes(page))
  const having = results.filter(({ right }) => right.length > 0)
  const none = results.filter(({ right }) => right.length === 0)
  const share = (some, test) => some.filter(test).length / some.length
  const within = (places) => (asked) => asked.answered && place(asked) >= 0 && place(asked) < places
  return {
    first: share(having, within(1)),
    firstThree: share(having, within(3)),
    refused: share(none, ({ answered }) => !answered),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const serve = sirv(path.join(ROOT, 'docs-site'), { dev: true })
  const server = createServer((request, response) =>
    serve(request, response, () => void response.writeHead(404).end()),
  )
  await new Promise((resolve) => server.listen(0, () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const executablePath = findHeadlessShell() ?? findChromium()
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: launchArguments({ gpu: false }),
  })
  const page = await browser.newPage()
  await page.goto(`http://localhost:${port}/index.html`)
  const results = await askQuestions(page, await readQuestions(), ({ question, right, pages, answered }) => {
    const place = pages.findIndex((name) => right.includes(name)) + 1
    const outcome =
      right.length === 0 ? (answered ? 'answered' : 'refused') : answered ? place || '–' : 'refused'
    console.log(`${String(outcome).padEnd(9)} ${question.padEnd(60)} ${pages.slice(0, 3).join(', ')}`)
  })
  for (const [name, value] of Object.entries(shares(results)))
    console.log(`${name}: ${(100 * value).toFixed(1)} %`)
  await browser.close()
  server.close()
}
