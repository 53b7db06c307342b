import type { Page } from '@playwright/test'
import { expectAccessible, expectAccessibleInBoth } from '../support/accessibility.js'
import { expect, test as plain, rerank, rows } from '../support/demo.js'
import { MODEL, test } from '../support/demo-with-hub.js'

test.use({ actionTimeout: 15_000 })

const consent = (page: Page) => page.getByRole('region', { name: /^Download/ })

async function choose(page: Page, model: string) {
  if ((await page.locator('#model-picker').getAttribute('open')) === null)
    await page.locator('#model-picker > summary').click()
  await page.getByRole('radio', { name: model }).check()
}

async function ask(page: Page, model = MODEL) {
  await choose(page, model)
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(consent(page)).toBeVisible({ timeout: 30_000 })
}

plain('before the first press nothing but the page is fetched', async ({ page, server }) => {
  await page.goto(`${server.origin}/demo/`)
  await page.locator('#model-picker > summary').click()
  await page.getByText('Stored models').click()
  await expect(page.locator('#storage-use')).toContainText('No downloaded model')
  const paths = server.requests.map((path) => path.replace(/-[\w-]+(\.\w+)$/, '$1'))
  expect(paths.filter((path) => /\.(onnx|wasm|bin)$|worker|tokenizer|vocab/.test(path))).toEqual([])
})

test('the picker says size, languages, licence and what is here', async ({ page, address }) => {
  await page.goto(address)
  await page.locator('#model-picker > summary').click()
  const option = (name: string) => page.locator('.model-option', { hasText: name })
  await expect(option('webrerank/tiny-en')).toContainText(/English.*[34]\.\d MB.*MIT.*On board/)
  await expect(option('BAAI/bge-reranker-v2-m3')).toContainText(
    /Multilingual.*about 587\.8 MB.*Apache-2\.0.*To download/,
  )
  await expect(option('jina-reranker-v2-base-multilingual')).toContainText('CC-BY-NC-4.0: non-commercial')
  await expect(option('BAAI/bge-reranker-base')).toContainText('licence not known')
})

test('no byte before consent; then progress, ranking, storage, deletion; offline the second time', async ({
  page,
  hub,
  address,
  server,
}) => {
  await page.goto(address)
  await ask(page)
  expect(hub.requests).toEqual([])
  await expect(consent(page)).toBeFocused()
  await expect(consent(page)).toContainText(`${hub.origin}/Alibaba-NLP/gte-reranker-modernbert-base`)
  await expect(consent(page)).toContainText('on this device')
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(page.locator('#notice')).toContainText('Nothing was downloaded')
  expect(hub.requests).toEqual([])

  await ask(page)
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.getByRole('heading', { name: 'Ranking' })).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('#facts')).toContainText(MODEL)
  await expect(rows(page)).toHaveCount(4)
  const option = page.locator('.model-option', { hasText: MODEL })
  await expect(option).toContainText('On this device')

  // A second visit, with the hub gone.
  await hub.close()
  await page.reload()
  await choose(page, MODEL)
  await rerank(page)
  await expect(page.locator('#facts')).toContainText(MODEL)

  await page.getByText('Stored models').click()
  await expect(page.locator('#stored-models')).toContainText(new RegExp(`${MODEL}\\d+ kB`))
  await page.getByRole('button', { name: 'Ask the browser to keep them' }).click()
  await expect(page.locator('#storage-keep')).toHaveText(/^The browser (will|does not)/)
  await page.getByRole('button', { name: `Delete ${MODEL}` }).click()
  await expect(page.locator('#storage-use')).toContainText('No downloaded model')
  await expect(page.locator('#live')).toContainText('is deleted')
  await page.goto(`${server.origin}/demo/?device=wasm`)
  await ask(page)
})

test('a download shows bytes, rate and time left, is cancelled, and goes on where it was', async ({
  page,
  hub,
  address,
}) => {
  hub.fault = ({ file }) => (file?.endsWith('.onnx') ? { pace: 100 } : undefined)
  await page.goto(address)
  await ask(page)
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.getByRole('progressbar', { name: /Loading the model: .* of .*/ })).toBeVisible()
  await expect(page.locator('#progress-rest')).toHaveText(/\d+ kB a second · about \d+ (s|min) left/, {
    timeout: 30_000,
  })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('#notice')).toContainText('Cancelled')
  await page.getByText('Stored models').click()
  await expect(page.locator('#stored-models')).toContainText('unfinished')
  hub.fault = undefined
  hub.requests.length = 0
  await page.reload()
  await ask(page)
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.getByRole('heading', { name: 'Ranking' })).toBeVisible({ timeout: 60_000 })
  expect(hub.requests.some(({ from }) => (from ?? 0) > 0)).toBe(true)
})

for (const [name, fault, message] of [
  ['404', { status: 404 }, /could not be loaded.*download_failed/s],
  ['a page', { html: true }, /not the right ones.*integrity_failed/s],
  ['changed content', { corrupt: true }, /not the right ones.*integrity_failed/s],
] as const) {
  test(`${name} in place of the weights is told, and a later press works`, async ({ page, hub, address }) => {
    hub.fault = ({ file }) => (file?.endsWith('.onnx') ? fault : undefined)
    await page.goto(address)
    await ask(page)
    await page.getByRole('button', { name: 'Allow download' }).click()
    await expect(page.locator('#notice')).toContainText(message, { timeout: 60_000 })
    hub.fault = undefined
    await page.getByRole('button', { name: 'Rerank' }).click()
    await expect(page.getByRole('heading', { name: 'Ranking' })).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('#notice')).toBeHidden()
  })
}

test('offline is said, and the embedded model goes on', async ({ page, address, context }) => {
  await page.goto(address)
  await rerank(page)
  await context.setOffline(true)
  await expect(page.locator('#offline')).toBeVisible()
  await page.getByLabel('Query').fill('where is the Eiffel Tower')
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(rows(page).first()).toContainText('Paris')
  await context.setOffline(false)
  await expect(page.locator('#offline')).toBeHidden()
  await ask(page)
  await expect(consent(page).getByText('You are offline')).toBeHidden()
  await context.setOffline(true)
  await expect(consent(page).getByText('You are offline')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Rerank' })).toBeFocused()
})

test('any model of the hub by its id; a wrong id or mirror is said at its field', async ({
  page,
  hub,
  address,
}) => {
  await page.goto(address)
  await choose(page, 'Another model of the Hugging Face hub')
  const id = page.getByLabel('Its id')
  await id.fill('nonsense')
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(id).toBeFocused()
  await expect(id).toHaveAccessibleDescription(/owner\/name/)
  await id.fill('Xenova/ms-marco-MiniLM-L-6-v2')
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(consent(page)).toContainText('told by the hub once it is asked')
  expect(hub.requests).toEqual([])
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.getByRole('heading', { name: 'Ranking' })).toBeVisible({ timeout: 60_000 })
  await page.getByText('Mirror of the hub').click()
  const host = page.getByLabel('Address of a mirror')
  await host.fill('not an address')
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(host).toBeFocused()
  await expect(host).toHaveAccessibleDescription(/A mirror is an address/)
})

test('two models side by side; the second one asks for consent as well', async ({ page, hub, address }) => {
  await page.goto(address)
  await rerank(page)
  await page.getByText('Compare with another').click()
  await page.getByLabel('Other model', { exact: true }).selectOption(MODEL)
  await page.getByLabel('On', { exact: true }).selectOption('wasm')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(consent(page)).toBeVisible({ timeout: 30_000 })
  expect(hub.requests).toEqual([])
  await page.getByRole('button', { name: 'Allow download' }).click()
  const table = page.getByRole('table')
  await expect(table.getByRole('columnheader', { name: MODEL })).toBeVisible({ timeout: 60_000 })
  await expect(table.getByRole('rowheader')).toHaveCount(4)
  await expect(page.locator('#compare-words')).toContainText(/order\. (The second|Both) took|The second was/)
  // What ranked above is still what is shown.
  await expect(page.locator('#facts')).toContainText('webrerank/tiny-en')
  await expectAccessible(page, 'compared')
})

test('picker, consent, download and storage have no axe violation and fit 360 px, in light and dark', async ({
  page,
  hub,
  address,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const check = (state: string) => expectAccessibleInBoth(page, state)
  // Slow enough that it is under way for as long as axe looks.
  hub.fault = ({ file }) => (file?.endsWith('.onnx') ? { pace: 3000 } : undefined)
  await page.goto(address)
  await ask(page)
  await page.getByText('Mirror of the hub').click()
  await check('consent')
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.locator('#progress-rest')).toHaveText(/left/, { timeout: 30_000 })
  await check('download')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Stored models').click()
  await expect(page.locator('#stored-models')).toContainText('unfinished')
  await check('storage')
})
