import type { Page } from '@playwright/test'
import { test as demo, expect, open } from '../support/demo.js'
import { box, test as element, inside, options } from '../support/element.js'
import { serveFiles } from '../support/file-server.js'
import { expectFocusSeen, tour, travel } from '../support/keyboard.js'
import { PAGES } from '../support/search-pages.js'
import { test as base } from '../support/watched.js'

/** Presses a key where the focus is, and sees that it is not lost. */
async function press(page: Page, key: string) {
  await page.keyboard.press(key)
  await expectFocusSeen(page, key)
}

demo('at most eight presses of Tab lead to Rerank', async ({ page, server }) => {
  await open(page, server)
  await travel(page, 'Tab', '#rerank', 8)
})

demo(
  'the demo by keyboard alone: from the question to the ranking, its views and its code',
  async ({ page, server }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page, server)
    await travel(page, 'Tab', '.skip')
    await travel(page, 'Tab', '#samples button:nth-of-type(4)')
    await press(page, 'Enter')
    await expect(page.getByLabel('Question', { exact: true })).toHaveValue('how to undo the last git commit')
    await expect(page.locator('#board-after > li').first()).toContainText('To undo the last commit')
    await travel(page, 'Shift+Tab', '#query')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('how do I undo a git commit')
    await travel(page, 'Tab', '#documents')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(
      'To undo the last commit, run git reset HEAD~1. Your changes stay in the directory.\nA tower is in the town. It is old.',
    )
    await press(page, 'Control+Enter')
    await expect(page.locator('#board-after > li').first()).toContainText(
      'To undo the last commit, run git reset HEAD~1. Your changes',
    )

    await travel(page, 'Tab', '#model-picker > summary')
    await press(page, 'Enter')
    await travel(page, 'Tab', 'input[name=model]')
    await press(page, 'ArrowDown')
    await expect(page.locator('#model')).not.toHaveText('webrerank/tiny-en')
    await press(page, 'ArrowUp')
    await travel(page, 'Tab', '#advanced > summary')
    await press(page, 'Enter')
    await travel(page, 'Tab', '#top-n')
    await page.keyboard.type('1')
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('#summary')).toContainText('Top 1 of 2 documents')
    // The page shows the ranking, far above the option. The focus stays there, and where it goes next is seen.
    await expect(page.locator('#results-heading')).toBeInViewport()
    await expect(page.locator('#top-n')).toBeFocused()

    await travel(page, 'Shift+Tab', 'input[name=view]')
    await press(page, 'ArrowRight')
    const rows = page.locator('#ranking > li')
    await expect(rows.first()).toBeVisible()
    await travel(page, 'Tab', 'input[value=none]')
    await press(page, 'ArrowRight')
    await expect(rows.first().locator('.score')).toBeVisible()
    await travel(page, 'Tab', '.why')
    await press(page, 'Enter')
    await expect(rows.first().locator('.reason')).toBeVisible()
    await travel(page, 'Tab', '#mark')
    await press(page, 'Space')
    await expect(page.locator('#mark')).toHaveAttribute('aria-pressed', 'false')
    await travel(page, 'Tab', '#share')
    await press(page, 'Enter')
    await expect(page.locator('#share')).toHaveText('Copied')
    for (const name of ['trace', 'compare', 'code', 'json']) {
      await travel(page, 'Tab', `#${name}-details summary`)
      await press(page, 'Enter')
    }
    await expect(page.locator('#trace-verdict')).toBeVisible()
    await travel(page, 'Shift+Tab', '#code-details .copy')
    await travel(page, 'Shift+Tab', 'input[name=snippet]')
    await press(page, 'ArrowRight')
    await travel(page, 'Tab', '#code-details .copy')
    await press(page, 'Enter')
    await expect(page.locator('#code-details .copy')).toHaveText('Copied')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain("fetch('http://127.0.0.1:8787/v1/rerank'")
    expect(copied).toContain('how do I undo a git commit')

    await travel(page, 'Tab', '#storage summary')
    await press(page, 'Enter')
    await travel(page, 'Tab', '#history summary')
    await press(page, 'Enter')
    await travel(page, 'Tab', '.history-entry')
    await travel(page, 'Tab', '#history-clear')
    await press(page, 'Enter')
    await expect(page.locator('#history summary')).toBeFocused()

    for (const button of ['#share', '#code-details .copy'])
      await expect(page.locator(button)).toHaveText(/^Copy/)
    // All that was opened on the way is in the tab order, and nothing holds the focus.
    const stops = (await tour(page)).join('\n')
    for (const name of ['#query', '#documents', '#rerank', '#compare-run', '“Third-party licences”'])
      expect(stops).toContain(name)
  },
)

demo('consent by keyboard alone: the card has the focus, and gives it back', async ({ page, server }) => {
  await open(page, server)
  await travel(page, 'Tab', '#model-picker > summary')
  await press(page, 'Enter')
  await travel(page, 'Tab', 'input[name=model]')
  await press(page, 'ArrowDown')
  for (const refuse of [() => press(page, 'Escape'), () => press(page, 'Enter')]) {
    await press(page, 'Control+Enter')
    await expect(page.locator('#consent')).toBeFocused()
    await travel(page, 'Tab', '#consent-allow')
    await travel(page, 'Tab', '#consent-refuse')
    await refuse()
    await expect(page.locator('#rerank')).toBeFocused()
  }
})

for (const width of [1280, 360]) {
  base(
    `the documentation by keyboard alone, ${width} px: all of a page, and by search to another`,
    async ({ page }) => {
      const server = await serveFiles({ '/some/base/': 'docs-site/' })
      await page.setViewportSize({ width, height: 800 })
      await page.goto(`${server.origin}/some/base/models.html`)
      const stops = (await tour(page)).join('\n')
      expect(stops).toContain('“Skip to the page”')
      expect(stops).toContain('“Search the documentation”')
      expect(stops).toContain('“Table”')
      if (width === 360) {
        await page.keyboard.press('Control+k')
        await travel(page, 'Shift+Tab', '.menu')
        await press(page, 'Enter')
        await travel(page, 'Tab', '#navigation a[href="get-started.html"]')
        await page.keyboard.press('Enter')
        // Keys that come before the new page's scripts ran would be lost.
        await page.waitForURL(/\/get-started\.html$/, { waitUntil: 'load' })
      } else {
        expect(stops).toContain('“Server and CLI”')
        expect(stops).toContain('“Operation”')
      }
      await page.keyboard.press('/')
      await page.keyboard.type('what a page fetches')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('search').getByRole('status')).toContainText('Ranked on your device', {
        timeout: 60_000,
      })
      await press(page, 'ArrowDown')
      const selected = page.locator('webrerank-search').getByRole('option', { selected: true })
      const title = await selected.locator('[part~=title]').textContent()
      await page.keyboard.press('Enter')
      await expect(page).not.toHaveURL(/\/(models|get-started)\.html$/)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title!)
      await server.close()
    },
  )
}

element(
  'the box on a bare page by keyboard alone: in by Tab, through its row, and out again',
  async ({ page, open }) => {
    await open(`<a href="#before">before</a>${inside(PAGES)}<a href="#after">after</a>`)
    await page.evaluate(() => {
      const box = document.querySelector('webrerank-search')!
      // It asks for a consent that nobody gives: the row has a button then.
      const error = Object.assign(new Error('consent'), { name: 'RerankError', code: 'download_not_allowed' })
      box.reranker = {
        availability: async () => 'downloadable',
        rank: () =>
          new Promise((_, reject) => {
            Object.assign(window, { refuse: () => reject(error) })
          }),
        load: () => new Promise(() => {}),
      } as unknown as typeof box.reranker
    })
    await travel(page, 'Tab', 'a[href="#before"]')
    await press(page, 'Tab')
    await expect(box(page)).toBeFocused()
    await page.keyboard.type('refunds card')
    await expect(options(page).first()).toBeVisible()
    await press(page, 'ArrowDown')
    // The active option is seen by an outline of its own.
    await expect(page.getByRole('option', { selected: true })).toHaveCSS('outline-style', 'solid')
    await press(page, 'ArrowUp')
    await press(page, 'Tab')
    await expect(page.getByRole('button', { name: 'Clear' })).toBeFocused()
    await press(page, 'Tab')
    const download = page.getByRole('button', { name: 'Download' })
    await expect(download).toBeFocused()
    // What is told meanwhile leaves the focus where it is. The reranker is asked once typing rests.
    await expect.poll(() => page.evaluate(() => 'refuse' in window)).toBe(true)
    await page.evaluate(() => (window as unknown as { refuse(): void }).refuse())
    await expect(page.getByRole('status')).toContainText('result')
    await expect(download).toBeFocused()
    await press(page, 'Enter')
    await expect(box(page)).toBeFocused()
    await press(page, 'Escape')
    await press(page, 'Tab')
    await expect(page.getByRole('button', { name: 'Clear' })).toBeFocused()
    await press(page, 'Tab')
    await expect(page.getByRole('link', { name: 'after' })).toBeFocused()
    await expect(page.getByRole('listbox')).toBeHidden()
    await press(page, 'Shift+Tab')
    await press(page, 'Shift+Tab')
    await expect(box(page)).toBeFocused()
  },
)
