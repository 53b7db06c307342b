/** @import { Browser } from 'playwright' */
/** @import { Ranked } from './types.js' */

/** Milliseconds for a page to rank: a development server may build all of it first. */
const LIMIT = 90_000

/**
 * Opens a page and waits until its title tells the ranking.
 * @param {Browser} browser
 * @param {string} address
 * @returns {Promise<Ranked>}
 */
export async function visit(browser, address) {
  const context = await browser.newContext()
  const page = await context.newPage()
  /** @type {string[]} */
  const requests = []
  /** @type {string[]} */
  const messages = []
  context.on('request', (request) => void requests.push(request.url()))
  context.on('response', (response) => {
    if (response.status() >= 400) messages.push(`${response.status()} ${response.url()}`)
  })
  page.on('console', (message) => void messages.push(message.text()))
  page.on('pageerror', (error) => void messages.push(String(error)))
  try {
    await page.goto(address, { timeout: LIMIT })
    const limit = Date.now() + LIMIT
    for (;;) {
      // A development server may reload the page.
      const title = await page.title().catch(() => '')
      // A recipe shows the documents in their order.
      const first = await page.evaluate("document.querySelector('ol li')?.textContent ?? ''").catch(() => '')
      if (String(first).startsWith('A vector database')) return { title: 'in order', requests }
      if (title.startsWith('ranked 1 wasm')) return { title, requests }
      if (title.startsWith('failed') || Date.now() > limit)
        throw new Error(`${title || 'no title'}\n${messages.slice(-20).join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  } finally {
    await context.close()
  }
}
