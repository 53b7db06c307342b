import { box, expect, inside, JSON_FILE, options, PAGEFIND, reranked, test } from '../support/element.js'
import { PAGES, QUESTION } from '../support/search-pages.js'
import { expects } from '../support/watched.js'

for (const [name, tag] of [
  ['Pagefind’s index', PAGEFIND],
  ['a JSON file', JSON_FILE],
  ['JSON inside', inside(PAGES)],
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

test('a model that fails leaves the results of the words', async ({ page, open }) => {
  await page.route('**/*.onnx', (route) => route.abort())
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Keyword matches only').first()).toBeVisible({ timeout: 90_000 })
  await expect(options(page).first()).toContainText('Back pain')
})

test(
  'a model that is not embedded is not downloaded before a person agrees',
  expects('a request to https://huggingface.co/'),
  async ({ page, open, served }) => {
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
    await expect(
      page.getByText(/download a \d+ MB model from .*ms-marco-MiniLM-L-6-v2\? Licence: \S+/),
    ).toBeVisible({ timeout: 60_000 })
    await expect(options(page).first()).toBeVisible()
    expect(asked).toEqual([])
    await consent.click()
    await expect.poll(() => asked.length, { timeout: 60_000 }).toBeGreaterThan(0)
    expect(served.origin).not.toContain('https:')
  },
)
