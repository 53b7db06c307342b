import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { close } from 'pagefind'
import { buildPagefind, PAGES, QUESTION } from './support/pages.js'
import { type FileServer, serveFiles } from './support/server.js'

/** The two lines that a page needs, and nothing else in it. */
const bare = (
  tag: string,
  html = 'lang="en"',
) => `<!doctype html><html ${html}><title>Bare</title><main><h1>Bare</h1>
<script type="module" src="/dist/element.js"></script>
${tag}
</main></html>`

const PAGEFIND = '<webrerank-search src="/pagefind/"></webrerank-search>'
const JSON_FILE = '<webrerank-search src="/pages.json"></webrerank-search>'

const test = base.extend<
  { open(tag?: string, html?: string): Promise<void> },
  { files: Map<string, Uint8Array>; served: FileServer }
>({
  files: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const files = await buildPagefind()
      await close()
      await use(files)
    },
    { scope: 'worker' },
  ],
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const server = await serveFiles({ '/dist/': 'dist/' })
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  open: async ({ page, served, files }, use) => {
    await use(async (tag = JSON_FILE, html) => {
      await page.route('**/pagefind/**', (route) => {
        const file = files.get(new URL(route.request().url()).pathname.replace('/pagefind/', ''))
        const contentType = route.request().url().endsWith('.js')
          ? 'text/javascript'
          : 'application/octet-stream'
        return file ? route.fulfill({ body: Buffer.from(file), contentType }) : route.fulfill({ status: 404 })
      })
      await page.route('**/pages.json', (route) => route.fulfill({ json: PAGES }))
      await page.route('**/bare.html', (route) =>
        route.fulfill({ body: bare(tag, html), contentType: 'text/html; charset=utf-8' }),
      )
      await page.goto(`${served.origin}/bare.html`)
    })
  },
})

const box = (page: Page) => page.getByRole('combobox')
const options = (page: Page) => page.getByRole('option')
const reranked = (page: Page) =>
  expect(page.getByRole('status')).toContainText('Best answers first', { timeout: 90_000 })

for (const [name, tag] of [
  ['Pagefind’s index', PAGEFIND],
  ['a JSON file', JSON_FILE],
  [
    'JSON inside',
    `<webrerank-search><script type="application/json">${JSON.stringify(PAGES)}</script></webrerank-search>`,
  ],
] as const) {
  test(`two lines on a bare page search ${name}, and fetch nothing before the focus`, async ({
    page,
    open,
    served,
  }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url().replace(served.origin, '')))
    await open(tag)
    await expect(box(page)).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/bare.html', '/dist/element.js'])
    await page.keyboard.press('/')
    await expect(box(page)).toBeFocused()
    await page.keyboard.type(QUESTION)
    await page.keyboard.press('Enter')
    await reranked(page)
    await expect(page.locator('mark').first()).not.toBeEmpty()
    expect(asked).toContain('/dist/worker.js')
    expect(asked.filter((path) => !path.startsWith('/'))).toEqual([])
  })
}

test('by the keyboard alone, to the page', async ({ page, open, served }) => {
  await page.route('**/refunds/', (route) => route.fulfill({ body: 'Refunds', contentType: 'text/html' }))
  await open()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('refund price')
  await expect(options(page).first()).toContainText('Returns and refunds')
  await page.keyboard.press('ArrowUp')
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Home')
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  const id = await options(page).first().getAttribute('id')
  await expect(box(page)).toHaveAttribute('aria-activedescendant', id!)
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${served.origin}/refunds/`)
})

/** Holds requests back until they are let go. */
async function hold(page: Page, pattern: string): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(pattern, async (route) => {
    await held
    await route.fallback()
  })
  return release
}

for (const [name, take, leave] of [
  [
    'the active option',
    (page: Page) => page.keyboard.press('ArrowDown'),
    (page: Page) => page.keyboard.press('ArrowUp'),
  ],
  ['the pointer', (page: Page) => options(page).first().hover(), (page: Page) => page.mouse.move(1, 1)],
] as const) {
  test(`results stay under ${name} until it is left`, async ({ page, open }) => {
    await open()
    const release = await hold(page, '**/*.onnx')
    await box(page).fill(QUESTION)
    await expect(options(page).first()).toBeVisible()
    await take(page)
    release()
    const before = await options(page).allTextContents()
    await expect(page.getByRole('button', { name: 'Show it' })).toBeVisible({ timeout: 90_000 })
    expect(await options(page).allTextContents()).toEqual(before)
    await leave(page)
    await expect(page.locator('mark').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Show it' })).toHaveCount(0)
  })
}

test('skeletons stand in for results that are not there yet, and keep still where motion is unwanted', async ({
  page,
  open,
}, info) => {
  await open()
  const release = await hold(page, '**/pages.json')
  await box(page).fill(QUESTION)
  const bones = page.locator('webrerank-search .bone')
  await expect(bones).toHaveCount(3)
  const animation = () => bones.first().evaluate((bone) => getComputedStyle(bone).animationName)
  expect(await animation()).toBe('pulse')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await animation()).toBe('none')
  await page.screenshot({ path: info.outputPath('skeletons.png') })
  release()
  await expect(options(page).first()).toBeVisible()
  await expect(bones).toHaveCount(0)
})

test('an index that cannot be read is told, and tried again on Enter', async ({ page, open }, info) => {
  await open()
  await page.route('**/pages.json', (route) => route.abort())
  await box(page).fill(QUESTION)
  await expect(page.getByRole('status')).toHaveText('The search failed. Press Enter to try again')
  await page.screenshot({ path: info.outputPath('failed.png') })
  await page.unroute('**/pages.json')
  await page.route('**/pages.json', (route) => route.fulfill({ json: PAGES }))
  await page.keyboard.press('Enter')
  await expect(options(page).first()).toBeVisible()
})

test('in forced colours the choice and the mark are told by the system’s colours', async ({
  page,
  open,
}, info) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  await expect(page.locator('mark').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  const system = (name: string) =>
    page.evaluate((name) => {
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.backgroundColor = name
      const { backgroundColor } = getComputedStyle(probe)
      probe.remove()
      return backgroundColor
    }, name)
  await expect(page.locator('mark').first()).toHaveCSS('background-color', await system('Mark'))
  const selected = page.getByRole('option', { selected: true })
  await expect(selected).toHaveCSS('outline-style', 'solid')
  await expect(selected).toHaveCSS('outline-color', await system('Highlight'))
  await expect(options(page).nth(1)).toHaveCSS('outline-style', 'none')
  await page.screenshot({ path: info.outputPath('forced-colours.png') })
})

test('an input method’s Enter and half-written words search nothing', async ({ page, open }) => {
  await open()
  await box(page).focus()
  const client = await page.context().newCDPSession(page)
  await client.send('Input.imeSetComposition', { text: 'refund', selectionStart: 6, selectionEnd: 6 })
  await box(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  await expect(box(page)).toHaveValue('refund')
  await expect(options(page)).toHaveCount(0)
  await client.send('Input.insertText', { text: 'refund' })
  await expect(options(page).first()).toContainText('refunds')
})

test('a model that fails leaves the results of the words', async ({ page, open }) => {
  await page.route('**/*.onnx', (route) => route.abort())
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Sorted by words only').first()).toBeVisible({ timeout: 90_000 })
  await expect(options(page).first()).toContainText('Back pain')
})

test('a model that is not on board is not downloaded before a person agrees', async ({
  page,
  open,
  served,
}) => {
  const asked: string[] = []
  await page.route(/^https:/, (route) => {
    asked.push(route.request().url())
    return route.abort()
  })
  await open(
    '<webrerank-search src="/pages.json" model="cross-encoder/ms-marco-MiniLM-L-6-v2"></webrerank-search>',
  )
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  const consent = page.getByRole('button', { name: 'Download' })
  await expect(consent).toBeVisible()
  await expect(page.getByText(/needs a model \(\d+ MB\)/)).toBeVisible({ timeout: 60_000 })
  await expect(options(page).first()).toBeVisible()
  expect(asked).toEqual([])
  await consent.click()
  await expect.poll(() => asked.length, { timeout: 60_000 }).toBeGreaterThan(0)
  expect(served.origin).not.toContain('https:')
})

test('an excerpt has the direction of its text, though all of it is the best sentence', async ({
  page,
  open,
}) => {
  const pages = [
    { title: 'استرداد', text: 'نعيد المبلغ كاملا إلى بطاقتك بعد الفحص.', url: '/a/' },
    { title: 'المبلغ', text: 'هذا المبلغ كبير.', url: '/b/' },
  ]
  await open(
    `<webrerank-search><script type="application/json">${JSON.stringify(pages)}</script></webrerank-search>`,
  )
  await box(page).fill('المبلغ')
  await page.keyboard.press('Enter')
  await expect(page.locator('mark')).toHaveCount(2, { timeout: 90_000 })
  for (const excerpt of await page.locator('.excerpt').all()) {
    await expect(excerpt).toHaveCSS('direction', 'rtl')
    // All begin at the side where the page does.
    await expect(excerpt).toHaveCSS('text-align', /left$/)
  }
})

for (const { name, html, scheme, width, placeholder } of [
  { name: 'light', html: 'lang="en"', scheme: 'light', width: 1280, placeholder: 'Search this site' },
  {
    name: 'dark',
    html: 'lang="de" style="color-scheme: dark; background: #111; color: #eee"',
    scheme: 'dark',
    width: 1280,
    placeholder: 'Diese Website durchsuchen',
  },
  {
    name: 'rtl',
    html: 'lang="ar" dir="rtl"',
    scheme: 'light',
    width: 1280,
    placeholder: 'ابحث في هذا الموقع',
  },
  {
    name: 'narrow',
    html: 'lang="ja" style="color-scheme: dark; background: #111; color: #eee"',
    scheme: 'dark',
    width: 360,
    placeholder: 'このサイトを検索',
  },
] as const) {
  test(`axe finds nothing, and nothing overflows: ${name}`, async ({ page, open }, info) => {
    await page.setViewportSize({ width, height: 720 })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await open(PAGEFIND, html)
    await expect(page.getByPlaceholder(placeholder)).toBeVisible()
    await box(page).fill(QUESTION)
    await page.keyboard.press('Enter')
    await expect(page.locator('mark').first()).toBeVisible({ timeout: 90_000 })
    await page.keyboard.press('ArrowDown')
    await page.screenshot({ path: info.outputPath(`${name}.png`) })
    const { violations } = await new AxeBuilder({ page }).disableRules(['meta-viewport']).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
}
