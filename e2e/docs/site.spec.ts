import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible, expectAccessibleInBoth } from '../support/accessibility.js'
import { expect, SITE, test } from '../support/docs-site.js'
import { serveFiles } from '../support/file-server.js'
import { test as base } from '../support/watched.js'

/** Of axe's rules those that depend on colours and room, which take most of its time: once for each style. */
const RULES_OF_STYLE = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']

/**
 * What styles can depend on: for each element its name, its classes and the names of its attributes, after those of the
 * elements that it stands in.
 */
function stylesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const chains = new Set<string>()
    const visit = (element: Element, above: string) => {
      const current = element.getAttribute('aria-current') ?? ''
      const names = element.getAttributeNames().filter((name) => name !== 'id' && name !== 'class')
      const own = [element.localName, ...[...element.classList].sort(), ...names.sort(), current].join(' ')
      const chain = `${above} > ${own}`
      chains.add(chain)
      for (const child of element.children) visit(child, chain)
    }
    visit(document.body, '')
    return [...chains]
  })
}

/** Names of all pages, without their ending; those at old addresses, which lead elsewhere, apart. */
function listPages(): { pages: string[]; moved: string[] } {
  const files = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  )
  const isMoved = (file: string) =>
    readFileSync(path.join(SITE, file), 'utf8').includes('http-equiv="refresh"')
  const names = (some: string[]) => some.map((file) => file.slice(0, -'.html'.length))
  return {
    pages: names(files.filter((file) => !isMoved(file))),
    moved: names(files.filter(isMoved)),
  }
}

test('each page, in one visit: no axe violation, a title of its own, and code in boxes that scroll', async ({
  page,
  open,
}) => {
  const { pages } = listPages()
  test.setTimeout(pages.length * 30_000)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const titles = new Set<string>()
  const seen = new Set<string>()
  for (const name of pages) {
    await page.setViewportSize({ width: 360, height: 800 })
    await open(name)
    await expect(page.locator('h1'), name).toHaveCount(1)
    await expect(page.locator('.contents details[open]'), name).toHaveCount(0)
    titles.add(await page.title())
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(360)
    const styles = await stylesOf(page)
    const isNew = styles.some((chain) => !seen.has(chain))
    for (const chain of styles) seen.add(chain)
    if (isNew) await expectAccessible(page, `${name}, light`, { widths: [360], rules: RULES_OF_STYLE })
    await page.emulateMedia({ colorScheme: 'dark' })
    const without = isNew ? [] : RULES_OF_STYLE
    await expectAccessible(page, `${name}, dark`, { widths: [1280], without })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  expect(titles.size).toBe(pages.length)
  await page.setViewportSize({ width: 360, height: 800 })
  await page.getByRole('button', { name: 'Menu' }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  await expectAccessibleInBoth(page, 'the menu', { widths: [360] })
})

base(
  'read by keyboard alone and without scripts: skip link, menu, a page, a section',
  async ({ browser, watch }) => {
    const server = await serveFiles({ '/some/base/': 'docs-site/' })
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 800 },
    })
    watch.add(context)
    const page = await context.newPage()
    await page.goto(`${server.origin}/some/base/`)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Menu' })).toBeFocused()
    await page.keyboard.press('Enter')
    const menu = page.getByRole('navigation', { name: 'Pages' })
    await expect(menu).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(menu).toBeHidden()
    await page.keyboard.press('Enter')
    // Firefox stops at the menu itself as well, since it scrolls.
    const focused = menu.locator('a:focus', { hasText: 'Get started' })
    for (let i = 0; i < 4 && !(await focused.count()); i++) await page.keyboard.press('Tab')
    await expect(focused).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/get-started\.html$/)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Get started')
    await context.close()
    await server.close()
  },
)

test('the list of pages has all that a reader may look for, and says which one this is', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await open('get-started')
  const list = page.getByRole('navigation', { name: 'Pages' })
  const links = list.getByRole('link', { includeHidden: true })
  const names = [
    'Get started',
    'Search a static site',
    'Switch from a cloud API',
    'What a reranker does',
    'HTTP API',
    'Models',
    'Server and CLI',
    'Browser support',
    'Troubleshooting',
    'Changelog',
    'webrerank',
  ]
  await expect(links).toHaveCount(listPages().pages.length)
  // In Firefox the page's process crashes after allTextContents() of so many elements.
  const shown = await list.evaluate((nav) =>
    Array.from(nav.querySelectorAll('a'), (link) => link.textContent),
  )
  expect(shown.filter((name) => names.includes(name)).toSorted()).toEqual(names.toSorted())
  // In forced colours, where a background tells nothing, too.
  const current = page.locator('#navigation [aria-current=page]')
  await expect(current).toHaveText('Get started')
  await expect(current).toHaveCSS('outline-style', 'solid')
  await expect(links.first()).toHaveCSS('outline-style', 'none')
  // Of other sections the names alone are shown, until one is opened.
  const other = list.getByRole('link', { name: 'Troubleshooting' })
  await expect(other).toBeHidden()
  await list.locator('summary', { hasText: 'Operation' }).click()
  await other.click()
  await expect(page).toHaveURL(/\/troubleshooting\.html$/)
  await expect(other).toBeVisible()
})

test('an old address leads to the new page, and to the right section of it', async ({
  page,
  server,
  open,
}) => {
  const { pages, moved } = listPages()
  expect(moved).toContain('guide')
  for (const name of moved) {
    await open(name)
    await expect(page.locator('article')).toBeVisible()
    const now = new URL(page.url()).pathname.slice('/some/base/'.length, -'.html'.length)
    expect(pages).toContain(now)
  }
  await page.goto(`${server.origin}/some/base/guide.html#show-progress`)
  await expect(page).toHaveURL(/\/guides\/rank-in-a-page\.html#show-progress$/)
  await page.goto(`${server.origin}/some/base/guide.html#blend-with-a-first-stage`)
  await expect(page).toHaveURL(/\/guides\/better-results\.html#combine-with-keyword-search$/)
})

base('an old address leads on without scripts, too', async ({ browser }) => {
  const server = await serveFiles({ '/some/base/': 'docs-site/' })
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${server.origin}/some/base/wire.html`)
  await expect(page).toHaveURL(/\/http-api\.html$/)
  await page.close()
  await server.close()
})

test('a command is shown for the package manager that is chosen, by keyboard too', async ({ page, open }) => {
  await open('get-started')
  const tabs = page.getByRole('group', { name: 'Package manager' }).first()
  await expect(tabs.locator('pre:visible')).toHaveText('npm install webrerank\n')
  await tabs.locator('label', { hasText: 'pnpm' }).click()
  await expect(tabs.locator('pre:visible')).toHaveText('pnpm add webrerank\n')
  await page.keyboard.press('ArrowRight')
  await expect(tabs.locator('pre:visible')).toHaveText('yarn add webrerank\n')
})

test('the theme that is chosen stays on the next page; code is copied', async ({ page, open }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.emulateMedia({ colorScheme: 'light' })
  await open('get-started')
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.getByLabel('Theme').selectOption('Dark')
  const dark = await ground()
  expect(dark).not.toBe(light)
  await open('index')
  expect(await ground()).toBe(dark)
  await expect(page.getByLabel('Theme')).toHaveValue('dark')
  await page.getByLabel('Theme').selectOption('Auto')
  expect(await ground()).toBe(light)

  const block = page.locator('.code', { hasText: 'import { rerank }' })
  await block.hover()
  await block.getByRole('button', { name: 'Copy' }).click()
  await expect(block.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    (await block.locator('pre').textContent())!.trimEnd(),
  )
})

test('an example in a page is changed and ranked, and says where nothing answers', async ({ page, open }) => {
  await open('index')
  const example = page.locator('form.try')
  await example.getByRole('button', { name: 'Rank' }).click()
  await expect(example.getByRole('status')).toHaveText('Ranked on your device; nothing was sent.', {
    timeout: 60_000,
  })
  await expect(example.getByRole('listitem').first()).toContainText('a full refund')
  await expectAccessible(page, 'a ranked example', { part: 'form.try' })
  await example.getByLabel('Question').fill('how tall is the Eiffel Tower')
  await example.getByLabel('Question').press('Enter')
  await expect(example.getByRole('status')).toHaveText('Nothing here answers this.')
  await example.getByLabel('Documents').fill(' \n ')
  await example.getByRole('button').click()
  await expect(example.getByRole('status')).toHaveText('Write at least one document.')
})

test('the reference has the words of the sources', async ({ page, open }) => {
  await open('api/webrerank')
  await expect(page.getByRole('heading', { name: 'createReranker' })).toBeVisible()
  await expect(page.locator('article')).toContainText('Milliseconds without a byte after which a download')
  await page
    .getByRole('navigation', { name: 'On this page' })
    .getByRole('link', { name: 'RerankError', exact: true })
    .click()
  await expect(page).toHaveURL(/#rerankerror$/)
  // Where it has no column of its own, the list of sections is folded above the page.
  await page.setViewportSize({ width: 360, height: 740 })
  const sections = page.getByRole('navigation', { name: 'On this page' })
  await expect(sections.getByRole('link', { name: 'createReranker()', exact: true })).toBeHidden()
  await sections.getByText('On this page').click()
  await sections.getByRole('link', { name: 'createReranker()', exact: true }).click()
  await expect(page).toHaveURL(/#createreranker$/)
})
