import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.js'
import { expect, test } from '../support/docs-site.js'

/** Questions in words that the page with the answer does not use. */
const QUESTIONS = [
  {
    question: 'ground an LLM in my own knowledge',
    words: /\b(ground\w*|LLMs?|knowledge)\b/i,
    page: 'guides/rag',
    title: 'build a rag pipeline',
  },
  {
    question: 'GDPR compliance',
    words: /\b(GDPR|compl(y|ies|iance|iant))\b/i,
    page: 'privacy',
    title: 'privacy',
  },
]

const box = (page: Page) => page.getByRole('combobox', { name: 'Search the documentation' })
const status = (page: Page) => page.getByRole('search').getByRole('status')
const sorted = (page: Page) =>
  expect(status(page)).toContainText('Ranked on your device', { timeout: 60_000 })

/** The titles of each list that the box shows from now on, sections left out. */
async function watchLists(page: Page): Promise<() => Promise<string[][]>> {
  const lists = await page.evaluateHandle(() => {
    const list = document.querySelector('webrerank-search')!.shadowRoot!.querySelector('[role=listbox]')!
    const seen: string[][] = []
    new MutationObserver(() => {
      const titles = list.querySelectorAll('[part~=option] [part~=title]')
      seen.push(Array.from(titles, ({ textContent }) => textContent!.toLowerCase()))
    }).observe(list, { childList: true })
    return seen
  })
  return () => lists.jsonValue()
}

/** How much is ranked follows the speed of the machine, which is no matter of these tests. */
const takeTime = (page: Page) =>
  page.locator('webrerank-search').evaluate((search) => search.setAttribute('reading-time', '600000'))

test('a question finds the page that answers it in other words: offline, by keyboard, no model before the focus', async ({
  page,
  server,
  open,
}) => {
  for (const { words, page: name } of QUESTIONS) {
    await open(name)
    await expect(page.locator('article')).not.toContainText(words)
  }
  await open('index')
  await takeTime(page)
  const heavy = () =>
    server.requests.filter((path) => /pagefind|worker|engine|index\.js|\.onnx|tokenizer|\/ort\//.test(path))
  expect(heavy()).toEqual([])

  await page.keyboard.press('/')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type('model on a static host')
  await sorted(page)
  expect(server.requests.some((path) => path.endsWith('.onnx'))).toBe(true)
  // What is not needed for the embedded model on a CPU was not asked for.
  expect(server.requests.filter((path) => path.includes('/ort/'))).toEqual([])

  // The index comes in parts, as they are needed: these questions' are fetched now, and then no more.
  for (const { question } of QUESTIONS) {
    await box(page).fill(question)
    await sorted(page)
  }
  // Where nothing answers, the page offers ways on.
  await box(page).fill('asdfghjkl')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Try other words')).toBeVisible()
  const before = server.requests.length
  server.intercept = () => 'stall'
  await page.context().setOffline(true)
  const places: number[] = []
  for (const { question, title: name } of QUESTIONS) {
    await box(page).fill('')
    // Earlier searches may be listed now.
    await expect(status(page)).toHaveText('')
    const lists = await watchLists(page)
    await box(page).fill(question)
    await page.keyboard.press('Enter')
    await sorted(page)
    const [lexical, ...later] = await lists()
    const before = lexical!.indexOf(name)
    expect(before < 0 || before > 2, `${question}: not found by its words`).toBe(true)
    places.push(later.at(-1)!.indexOf(name))
  }
  for (const place of places) expect([0, 1, 2]).toContain(place)
  expect(Math.min(...places)).toBeLessThan(2)
  expect(server.requests.length).toBe(before)

  await page.context().setOffline(false)
  server.intercept = undefined
  const selected = page.locator('webrerank-search').getByRole('option', { selected: true })
  do await page.keyboard.press('ArrowDown')
  while ((await selected.locator('[part~=title]').textContent())?.toLowerCase() !== QUESTIONS.at(-1)!.title)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/some\/base\/privacy\.html(#.*)?$/)
})

test('without the model the order of the words stays, and the box says so; Escape closes it', async ({
  page,
  server,
  open,
}) => {
  server.intercept = ({ url }) =>
    url?.endsWith('/webrerank/worker.js') ? { body: '', type: 'text/javascript' } : undefined
  await open('get-started')
  await box(page).fill('show a progress bar')
  await expect(status(page)).toContainText('Keyword matches only', { timeout: 60_000 })
  await expect(page.locator('webrerank-search').getByRole('option').first()).toContainText(
    'Rank documents in a page',
  )
  await expect(page.getByRole('option', { name: /Show progress/ })).toBeVisible()
  // A row of a table is a sentence in the excerpt, and its cells are apart.
  await box(page).fill('payload_too_large')
  await expect(page.getByRole('option', { name: /payload_too_large; 413; no/ })).toBeVisible()
  await box(page).fill('show a progress bar')
  await expect(page.locator('webrerank-search').getByRole('option').first()).toContainText(
    'Rank documents in a page',
  )
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectAccessible(page, 'results', { widths: [360], part: '.search' })
  await page.emulateMedia({ colorScheme: 'light' })
  await expectAccessible(page, 'results', { widths: [1280], part: '.search' })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox')).toBeHidden()
})
