import type { Page } from '@playwright/test'
import { expect, untilRanked } from '../support/demo.js'
import { ask, MODEL, test } from '../support/demo-with-hub.js'

test.use({ actionTimeout: 15_000 })

/** Lets a test hold back what the model that scored last is asked for, by `hold()`, until `release()`. */
async function holdModel(page: Page) {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype
    const waiting: (() => void)[] = []
    let last: Worker | undefined
    let held: Worker | undefined
    Object.assign(window, {
      hold: () => {
        held = last
      },
      release: () => {
        held = undefined
        for (const send of waiting.splice(0)) send()
      },
    })
    Worker.prototype.postMessage = function (message: unknown, transfer?: unknown) {
      const send = () => postMessage.call(this, message, transfer as StructuredSerializeOptions)
      const scores = (message as { path?: string[] })?.path?.includes('score')
      if (scores) last = this
      if (scores && held === this) waiting.push(send)
      else send()
    }
  })
}

test('while a model is at work, the order of the built-in one is there, and nothing moves under the pointer', async ({
  page,
  address,
}) => {
  await holdModel(page)
  await page.goto(address)
  await ask(page)
  await untilRanked(page, () => page.getByRole('button', { name: 'Allow download' }).click())
  await page.getByRole('textbox', { name: 'Documents' }).fill('A photo\nReset login details here\nInvoices')
  await page.evaluate(() => (window as unknown as { hold(): void }).hold())
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.locator('#verdict')).toHaveText(/^Order of the built-in model/)
  const first = page.locator('#board-after > li').first()
  await expect(first).toContainText('Reset login details')
  // A run that is cancelled leaves what was there before.
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('#board-after > li')).toHaveCount(6)
  await expect(page.locator('#verdict')).not.toContainText('built-in')
  await page.evaluate(() => (window as unknown as { release(): void }).release())
  await page.evaluate(() => (window as unknown as { hold(): void }).hold())
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.locator('#verdict')).toHaveText(/^Order of the built-in model/)
  await expect(first).toContainText('Reset login details')
  await first.hover()
  await page.evaluate(() => (window as unknown as { release(): void }).release())
  await expect(page.locator('#verdict')).toHaveText(/^The final order is ready/)
  await expect(first).toContainText('Reset login details')
  await page.mouse.move(0, 0)
  await expect(page.locator('#verdict')).toHaveText(/best answer|Nothing here/)
  // As the model itself answers, without a trace of the other one.
  await page.getByText('JSON response').click()
  const { model, results, webrerank } = JSON.parse((await page.locator('#json-details code').textContent())!)
  expect(model).toBe(MODEL)
  expect(Object.keys(results[0])).toEqual(['index', 'relevance_score', 'document'])
  expect(webrerank).not.toHaveProperty('cascade')
})
