import type { Page } from '@playwright/test'
import { expectNoViolations } from '../support/accessibility.js'
import { box, expect, inside, options, reranked, test } from '../support/element.js'
import { PAGES, QUESTION } from '../support/search-pages.js'
import { expects } from '../support/watched.js'

const status = (page: Page) => page.getByRole('status')

test('what nothing answers is told so: gibberish has no results, words of it only as such', async ({
  page,
  open,
}) => {
  const empty = '<p slot="empty">Write to us.</p>'
  await open(inside(PAGES).replace('</webrerank-search>', `${empty}</webrerank-search>`))
  await box(page).fill('asdfghjkl')
  await page.keyboard.press('Enter')
  await expect(status(page)).toHaveText('Nothing here answers this', { timeout: 90_000 })
  await expect(options(page)).toHaveCount(0)
  await expect(page.getByText('Write to us.')).toBeVisible()
  await box(page).fill('')
  await expect(status(page)).toHaveText('')
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  await expect(page.getByText('Write to us.')).toBeHidden()
})

test('words of the query and words related to them are marked, each in their own way', async ({
  page,
  open,
}) => {
  await open()
  await box(page).fill('reimbursement of the price')
  await page.keyboard.press('Enter')
  await reranked(page)
  const first = options(page).first()
  await expect(first).toContainText('Returns and refunds')
  await expect(first.locator('.word').filter({ hasText: 'price' }).first()).toBeVisible()
  await expect(
    first
      .locator('.related')
      .filter({ hasText: /refund/i })
      .first(),
  ).toBeVisible()
})

test(
  'where it was ranked is a line that can be opened; a wrong time is told, and the usual one holds',
  expects('reading-time must be a whole number of milliseconds, not “soon”'),
  async ({ page, open }) => {
    const told = page.waitForEvent('pageerror')
    await open('<webrerank-search src="/pages.json" reading-time="soon"></webrerank-search>')
    await box(page).fill(QUESTION)
    await page.keyboard.press('Enter')
    await reranked(page)
    expect((await told).message).toContain('reading-time must be')
    await page.getByText('About this ranking').click()
    await expect(page.getByText(/webrerank\/tiny-en on the CPU, \d+ ms\. Neither/)).toBeVisible()
  },
)

test('earlier searches are offered, kept on the device, and forgotten when asked', async ({ page, open }) => {
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(box(page)).toBeFocused()
  await expect(options(page)).toHaveText([QUESTION])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue(QUESTION)
  await reranked(page)
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('button', { name: 'Clear history' }).click()
  await expect(page.getByRole('listbox')).toBeHidden()
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

test('where the page turns them off no search is kept', async ({ page, open }) => {
  await open('<webrerank-search src="/pages.json" recent="off"></webrerank-search>')
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  await box(page).fill('')
  await expect(page.getByRole('listbox')).toBeHidden()
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

for (const keys of ['Control+Enter', 'Shift+Enter']) {
  test(`${keys} opens the choice in a new tab`, async ({ page, open, served }) => {
    await page
      .context()
      .route('**/refunds/', (route) => route.fulfill({ body: 'Refunds', contentType: 'text/html' }))
    await open()
    await box(page).fill('refunds')
    await expect(options(page).first()).toContainText('Returns and refunds')
    await page.keyboard.press('ArrowDown')
    const opened = page.context().waitForEvent('page')
    await page.keyboard.press(keys)
    await expect(await opened).toHaveURL(`${served.origin}/refunds/`)
    await expect(page).toHaveURL(`${served.origin}/bare.html`)
  })
}

test('a page tells where it stands', async ({ page, open }) => {
  await open(inside([{ title: 'Refunds', text: 'Money back', url: '/help/paying-us/refunds.html' }]))
  await box(page).fill('refunds')
  await expect(options(page).first()).toContainText('help › paying us')
})

test('keys are told where there is a keyboard: of the way to the box, and of the list', async ({
  page,
  open,
}) => {
  await open()
  await expect(page.locator('webrerank-search [part~=shortcut]')).toHaveText(/^(Ctrl K|⌘K)$/)
  await box(page).fill('refunds')
  await page.keyboard.press('Enter')
  await reranked(page)
  const keys = page.locator('webrerank-search [part~=keys]')
  await expect(keys).toHaveText('↑ ↓ select · Enter open · Ctrl Enter new tab · Esc close')
  await expect(keys).toBeVisible()
  await page.setViewportSize({ width: 360, height: 700 })
  await expect(keys).toBeHidden()
  await expect(page.locator('webrerank-search [part~=shortcut]')).toBeHidden()
})

test('on a phone it covers the screen, and is closed by a button', async ({ page, open }, info) => {
  await page.setViewportSize({ width: 360, height: 700 })
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  const shell = await page.locator('webrerank-search [part~=shell]').boundingBox()
  expect(shell).toMatchObject({ x: 0, y: 0, width: 360, height: 700 })
  await page.screenshot({ path: info.outputPath('sheet.png') })
  await expectNoViolations(page, 'on a phone')
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('listbox')).toBeHidden()
  await expect(box(page)).toHaveValue(QUESTION)
})
