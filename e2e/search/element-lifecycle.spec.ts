import { execFileSync } from 'node:child_process'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { box, expect, inside, options, reranked, test } from '../support/element.js'
import { PAGES, QUESTION } from '../support/search-pages.js'
import { expects } from '../support/watched.js'

/** Workers that run in the page now, by name of their script. */
const running = (page: Page, script: string) =>
  page.workers().filter((worker) => worker.url().endsWith(script)).length

test('a box that is removed ends its workers; one that moves keeps them', async ({ page, open }) => {
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  expect(running(page, '/dist/worker.js')).toBeGreaterThan(0)
  const before = page.workers().length
  await page.evaluate(() => {
    const search = document.querySelector('webrerank-search')!
    const other = document.body.appendChild(document.createElement('section'))
    for (let i = 0; i < 12; i++) (i % 2 ? document.querySelector('main')! : other).append(search)
  })
  await box(page).fill('refunds')
  await page.keyboard.press('Enter')
  await reranked(page)
  expect(page.workers().length).toBe(before)
  await page.evaluate(() => document.querySelector('webrerank-search')!.remove())
  await expect.poll(() => page.workers().length).toBe(0)
})

test('a source that changes is the one that is searched', async ({ page, open }) => {
  await open()
  await page.route('**/other.json', (route) =>
    route.fulfill({ json: [{ title: 'Another site', text: 'It has refunds as well.', url: '/another/' }] }),
  )
  await box(page).fill('refunds')
  await expect(options(page).first()).toContainText('Returns and refunds')
  await page.evaluate(() => document.querySelector('webrerank-search')!.setAttribute('src', '/other.json'))
  await expect(options(page)).toHaveText(/Another site/)
})

test('addresses of a JSON file are relative to it', async ({ page, open, served }) => {
  await page.route('**/some/folder/list.json', (route) =>
    route.fulfill({ json: [{ title: 'A page', text: 'Refunds', url: 'deeper/page.html' }] }),
  )
  await page.route('**/deeper/page.html', (route) =>
    route.fulfill({ body: 'There', contentType: 'text/html' }),
  )
  await open('<webrerank-search src="/some/folder/list.json"></webrerank-search>')
  await box(page).fill('refunds')
  await options(page).first().click()
  await page.waitForURL(`${served.origin}/some/folder/deeper/page.html`)
})

test('a JSON file is read in a worker; where none may start, in the page', async ({ page, open }) => {
  await open()
  await box(page).fill('refunds')
  await expect(options(page).first()).toBeVisible()
  expect(running(page, '/dist/element-index-worker.js')).toBe(1)
  await page.route('**/element-index-worker.js', (route) => route.abort())
  await open()
  await box(page).fill('refunds')
  await expect(options(page).first()).toContainText('Returns and refunds')
})

test('Chinese, Japanese and Thai are found, which put no spaces between words', async ({ page, open }) => {
  const pages = [
    { title: '洗衣机', text: '这台洗衣机的保修期是两年。', url: '/zh/' },
    { title: '洗濯機', text: 'この洗濯機の保証期間は二年です。', url: '/ja/' },
    { title: 'เครื่องซักผ้า', text: 'เครื่องซักผ้านี้มีระยะเวลารับประกันสองปี', url: '/th/' },
    ...PAGES,
  ]
  await open(inside(pages))
  for (const [query, title] of [
    ['保修期', '洗衣机'],
    ['保証', '洗濯機'],
    ['รับประกัน', 'เครื่องซักผ้า'],
  ] as const) {
    await box(page).fill(query)
    await expect(options(page).first(), query).toContainText(title)
    await expect(page.locator('webrerank-search .word').first(), query).toBeVisible()
  }
})

test('marks alone are no search', async ({ page, open }) => {
  await open()
  await box(page).fill('refunds')
  await expect(options(page).first()).toBeVisible()
  await box(page).fill('???')
  await expect(page.getByRole('listbox')).toBeHidden()
  await expect(box(page)).toHaveAttribute('aria-expanded', 'false')
})

test(
  'a download that fails is told, and tried again',
  expects('a request to https://huggingface.co/'),
  async ({ page, open }) => {
    await page.route(/^https:/, (route) => route.abort())
    await open(
      '<webrerank-search src="/pages.json" model="cross-encoder/ms-marco-MiniLM-L-6-v2"></webrerank-search>',
    )
    await box(page).fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Download' }).click()
    await expect(page.getByText('The model could not be loaded').first()).toBeVisible({ timeout: 90_000 })
    await expect(options(page).first()).toBeVisible()
    const asked = page.waitForRequest(/^https:/, { timeout: 60_000 })
    await page.getByRole('button', { name: 'Try again' }).click()
    await asked
  },
)

test(
  'under a policy for trusted types box and reranker work, and nothing else is refused',
  // What consoles say of it: the type that they want, where the text went, or that it went somewhere.
  expects('TrustedScriptURL', 'TrustedHTML', 'Worker constructor|', 'Element innerHTML|', 'injection sink'),
  async ({ page, open }) => {
    await page.addInitScript(() => {
      const reported: string[] = []
      Object.assign(window, { reported })
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
        reported.push(`${violatedDirective} ${sample}`),
      )
    })
    await open()
    const body = await page.content()
    const policy = "require-trusted-types-for 'script'; trusted-types webrerank webrerank-index"
    await page.route('**/bare.html', (route) =>
      route.fulfill({ body, contentType: 'text/html', headers: { 'content-security-policy': policy } }),
    )
    await page.reload()
    const refused = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>markup</b>'
        return false
      } catch {
        return true
      }
    })
    expect(refused).toBe(true)
    await box(page).fill(QUESTION)
    await page.keyboard.press('Enter')
    await reranked(page)
    // A worker's first start is refused and reported, since bundlers find it by that call alone; and this test's own markup is.
    const reported = await page.evaluate(() => (window as unknown as { reported: string[] }).reported)
    expect([...new Set(reported.map((each) => each.replace(/\|.*/, '')))].toSorted()).toEqual([
      'require-trusted-types-for Element innerHTML',
      'require-trusted-types-for Worker constructor',
    ])
  },
)

test('the element is imported where there are no elements, as on a server that writes pages', () => {
  const file = path.resolve('dist/element.js')
  const code = `import { WebrerankSearch } from ${JSON.stringify(file)}; console.log(typeof WebrerankSearch)`
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(out.trim()).toBe('function')
})
