import type { Page } from '@playwright/test'
import {
  box,
  expect,
  hold,
  inside,
  JSON_FILE,
  options,
  PAGEFIND,
  reranked,
  test,
} from '../support/element.js'
import { PAGES, QUESTION } from '../support/search-pages.js'

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
    await expect(page.getByRole('button', { name: 'Show', exact: true })).toBeVisible({ timeout: 90_000 })
    expect(await options(page).allTextContents()).toEqual(before)
    await leave(page)
    await expect(page.locator('mark').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Show', exact: true })).toHaveCount(0)
  })
}

test('an input method’s Enter and half-written words search nothing', { tag: '@cdp' }, async ({
  page,
  open,
}) => {
  await open()
  const asked = await page.evaluateHandle(() => {
    const asked: string[] = []
    document.querySelector('webrerank-search')!.firstStage = async (query) => {
      asked.push(query)
      return [{ id: 'refunds', title: 'Refunds', text: 'Refunds', url: '/refunds/' }]
    }
    return asked
  })
  await box(page).focus()
  const client = await page.context().newCDPSession(page)
  for (const text of ['re', 'refu', 'refund'])
    await client.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  await box(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  await expect(box(page)).toHaveValue('refund')
  await client.send('Input.insertText', { text: 'refunds' })
  await expect(options(page).first()).toContainText('Refunds')
  expect(await asked.jsonValue()).toEqual(['refunds'])
})

test('Ctrl or Cmd with K and / lead to the box, but not from a field; Escape closes, then empties', async ({
  page,
  open,
}) => {
  await open(`${JSON_FILE}<label>Name <input id="name"></label>`)
  for (const key of ['Control+k', 'Meta+k', '/']) {
    await page.locator('h1').click()
    await page.keyboard.press(key)
    await expect(box(page)).toBeFocused()
    await box(page).blur()
  }
  await page.locator('#name').focus()
  await page.keyboard.press('/')
  await expect(page.locator('#name')).toHaveValue('/')
  await page.keyboard.press('Control+k')
  await expect(page.locator('#name')).toBeFocused()
  await box(page).focus()
  await page.keyboard.type('refunds')
  await expect(options(page).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveAttribute('aria-expanded', 'false')
  await expect(box(page)).toHaveValue('refunds')
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveValue('')
  await expect(box(page)).toBeFocused()
})

test('only what is final is said, politely, and of each query anew', async ({ page, open }) => {
  await open()
  await box(page).focus()
  const said = await page.evaluateHandle(() => {
    const live = document.querySelector('webrerank-search')!.shadowRoot!.querySelector('[role=status]')!
    const said: string[] = []
    new MutationObserver(() => {
      if (live.textContent) said.push(live.textContent)
    }).observe(live, { childList: true, characterData: true, subtree: true })
    return said
  })
  for (const _ of [1, 2]) {
    await box(page).fill(QUESTION)
    await page.keyboard.press('Enter')
    await reranked(page)
    await box(page).fill('')
    await expect(page.getByRole('status')).toHaveText('')
  }
  expect(await said.jsonValue()).toEqual(Array(2).fill('4 results. Ranked on your device'))
})

test('the best sentence is marked, and a section below its page leads to its heading', async ({
  page,
  open,
  served,
}) => {
  await page.route('**/refunds/', (route) => route.fulfill({ body: 'Refunds', contentType: 'text/html' }))
  await open(PAGEFIND)
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  const first = options(page).first()
  await expect(first.locator('.title')).toHaveText('Returns and refunds')
  await expect(first.locator('mark')).toHaveText('We refund the full price to your card after an inspection.')
  await expect(options(page).nth(1)).toHaveText('More of it')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${served.origin}/refunds/#more`)
})

test('another query’s results come under a pointer that rests on the list', async ({ page, open }) => {
  await open()
  await box(page).fill('chair')
  await options(page).first().hover()
  await box(page).fill('parcels')
  await expect(options(page).first()).toContainText('Delivery times')
  await expect(page.getByRole('button', { name: 'Show', exact: true })).toHaveCount(0)
})

test('a page may keep a choice, and an address that is a script is none', async ({ page, open, served }) => {
  page.on('dialog', () => expect('a script of the index').toBe('not run'))
  await open(inside([{ title: 'A script', text: 'A script', url: 'javascript:alert(1)' }, PAGES[1]]))
  const selected = await page.evaluateHandle(() => {
    const urls: unknown[] = []
    document.addEventListener('webrerank-select', (event) => {
      const { detail } = event as CustomEvent<{ url: string }>
      urls.push(detail.url)
      if (detail.url === '/refunds/') event.preventDefault()
    })
    return urls
  })
  for (const [words, title] of [
    ['script', 'A script'],
    ['refunds', 'Returns and refunds'],
  ] as const) {
    await box(page).fill(words)
    await options(page).filter({ hasText: title }).click()
  }
  expect(await selected.jsonValue()).toEqual(['javascript:alert(1)', '/refunds/'])
  await expect(page).toHaveURL(`${served.origin}/bare.html`)
})
