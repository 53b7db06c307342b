import type { Page } from '@playwright/test'
import { systemColor } from '../support/accessibility.js'
import { example, expect, fillDocuments, open, rerank, showList, test } from '../support/demo.js'

test.use({ actionTimeout: 15_000 })

test('a slow device is told what would be quicker, and how long it will take', async ({ page, server }) => {
  await page.clock.install()
  await open(page, server)
  await expect(page.locator('#progress-slow')).toBeHidden()
  const text = 'on databases and vectors '.repeat(15)
  await fillDocuments(
    page,
    Array.from({ length: 1000 }, (_, i) => `${i} ${text}`),
  )
  // All that it says: the time left shrinks as the rest is done.
  const rest = await page.locator('#progress-rest').evaluateHandle((line) => {
    const told: string[] = []
    new MutationObserver(() => told.push(line.textContent)).observe(line, { childList: true })
    return told
  })
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.getByRole('progressbar', { name: /Scoring/ })).toBeVisible({ timeout: 60_000 })
  // The page's clock goes on by more than the work took.
  await page.clock.fastForward('10:00')
  await expect(page.locator('#progress-slow')).toBeVisible()
  await expect.poll(async () => (await rest.jsonValue()).join('; ')).toMatch(/about \d+ min left/)
  await page.keyboard.press('Escape')
  await expect(page.locator('#progress')).toBeHidden()
})

test('a second run of the same is told as cached, and its times are not praised', async ({
  page,
  server,
}) => {
  await open(page, server)
  await expect(page.locator('#facts')).toContainText(/Pairs6[\d,]+\/s/)
  await page.getByText('Advanced').click()
  await page.getByLabel('Number of results').fill('3')
  await rerank(page)
  await expect(page.locator('#facts')).toContainText('Pairs66 from cache')
  await expect(page.locator('#facts')).not.toContainText('/s')
  await page.getByText('Where each step ran').click()
  await expect(page.locator('#trace')).toContainText('3 results, 6 from cache')
})

/** Counts the rows that glide to their places. */
async function countGlides(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const { animate } = Element.prototype
    Object.assign(window, { glides: 0 })
    Element.prototype.animate = function (...call) {
      ;(window as unknown as { glides: number }).glides++
      return animate.apply(this, call)
    }
  })
  return () => page.evaluate(() => (window as unknown as { glides: number }).glides)
}

test('rows glide to their places, and keep still where motion is unwanted', async ({ page, server }) => {
  const glides = await countGlides(page)
  const bar = page.locator('#progress-bar')
  const waiting = () =>
    bar.evaluate((bar) => {
      bar.removeAttribute('value')
      return getComputedStyle(bar).animationName
    })
  await open(page, server)
  // Six rows and the lines between them, once. The list, which is not in sight, keeps still.
  expect(await glides()).toBe(7)
  expect(await waiting()).toBe('sweep')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await example(page, 'Git')
  await expect(page.locator('#board-after > li')).toHaveCount(8)
  expect(await glides()).toBe(7)
  expect(await waiting()).toBe('none')
})

test('in forced colours what is chosen, measured and marked is told by the system’s colours', async ({
  page,
  server,
}) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await open(page, server)
  await example(page, 'Refund')
  await showList(page)
  for (const [selector, color] of [
    ['.chip[aria-pressed=true]', 'SelectedItem'],
    ['.segments input:checked + span', 'SelectedItem'],
    ['.bar-fill', 'Highlight'],
    ['#ranking mark', 'Mark'],
  ] as const)
    await expect(page.locator(selector).first(), selector).toHaveCSS(
      'background-color',
      await systemColor(page, color),
    )
  await expect(page.locator('.panel').first()).toHaveCSS('border-style', 'solid')
})
