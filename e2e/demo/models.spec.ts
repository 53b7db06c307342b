import { expectAccessible, expectAccessibleInBoth } from '../support/accessibility.js'
import { example, expect, test as plain, ranked, rerank, untilRanked } from '../support/demo.js'
import { ask, choose, consent, MODEL, test } from '../support/demo-with-hub.js'
import { keepsBytes, tellsSizes } from '../support/engine.js'

test.use({ actionTimeout: 15_000 })

plain('whoever saves data fetches the page alone, and ranks by a press', async ({ page, server }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
  })
  await page.goto(`${server.origin}/demo/`, { waitUntil: 'networkidle' })
  await page.locator('#model-picker > summary').click()
  await page.getByText('Downloaded models', { exact: true }).click()
  await expect(page.locator('#storage-use')).toContainText('No downloaded models')
  const paths = server.requests.map((path) => path.replace(/-[\w-]+(\.\w+)$/, '$1'))
  expect(paths.filter((path) => /\.(onnx|wasm|bin)$|worker|tokenizer|vocab/.test(path))).toEqual([])
  await rerank(page)
})

test('the picker says size, languages, licence and what is here', async ({ page, address }) => {
  await page.goto(address)
  await page.locator('#model-picker > summary').click()
  const option = (name: string) => page.locator('.model-option', { hasText: name })
  await expect(option('webrerank/tiny-en')).toContainText(
    /no published benchmark.*English.*\d\.\d MB.*MIT.*Built in/,
  )
  await expect(option('BAAI/bge-reranker-v2-m3')).toContainText(
    /nDCG@10 0\.553.*Multilingual.*about 588 MB.*Apache-2\.0.*Not downloaded/,
  )
  await expect(option('jina-reranker-v2-base-multilingual')).toContainText('CC-BY-NC-4.0 (non-commercial)')
  await expect(option('BAAI/bge-reranker-base')).toContainText('licence unknown')
  await expect(option('ettin-reranker-17m')).toContainText('at least 67.3 MB')
  await expect(option('TinyBERT')).toContainText('size unknown')
  // The best one first, after what is built in; then by size.
  const ids = page.locator('.model-id')
  await expect(ids.nth(1)).toHaveText('cross-encoder/ettin-reranker-68m-v1')
  await page.getByLabel('Sort by').selectOption('size')
  await expect(ids.nth(0)).toHaveText('webrerank/tiny-en')
  await expect(ids.nth(1)).toHaveText('cross-encoder/ms-marco-MiniLM-L-6-v2')
})

test('one press to a better model, with what it takes beside the button', async ({ page, hub, address }) => {
  await page.goto(address)
  await ranked(page)
  const card = page.getByRole('complementary', { name: /^Better ranking/ })
  await expect(card).toContainText('cross-encoder/ettin-reranker-17m-v1')
  if (tellsSizes(page)) await expect(card).toContainText(/about \d+ s at [\d.]+ [kMG]B\/s/)
  await expect(card).toContainText('nDCG@10 0.558 on MTEB English; 0.493 without a reranker')
  await expect(card.getByRole('link')).toHaveAttribute('href', /^https:\/\/huggingface\.co\/blog/)
  expect(hub.requests).toEqual([])
  await card.getByRole('button', { name: 'Download (at least 67.3 MB) and rerank' }).click()
  // The press is the consent: the download begins, of a twin whose content is another.
  await expect.poll(() => hub.requests.length).toBeGreaterThan(0)
  await expect(page.locator('#model')).toHaveText('cross-encoder/ettin-reranker-17m-v1')
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
  await expect(page.locator('#facts')).toContainText(MODEL, { timeout: 60_000 })
  await expect(page.locator('#board-after > li')).toHaveCount(6)
  const option = page.locator('.model-option', { hasText: MODEL })
  await expect(option.locator('.state')).toHaveText('Downloaded')

  // A second visit, with the hub gone.
  await hub.close()
  await page.reload()
  await ranked(page)
  await choose(page, MODEL)
  await rerank(page)
  await expect(page.locator('#facts')).toContainText(MODEL)

  await page.getByText('Downloaded models', { exact: true }).click()
  await expect(page.locator('#stored-models')).toContainText(new RegExp(`${MODEL}\\d+ kB`))
  await page.getByRole('button', { name: 'Keep models when storage is low' }).click()
  await expect(page.locator('#storage-keep')).toHaveText(/^The browser (will|may)/)
  await page.getByRole('button', { name: `Delete ${MODEL}` }).click()
  await expect(page.locator('#storage-use')).toContainText('No downloaded models')
  await expect(page.locator('#live')).toContainText('was deleted')
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
  await expect(page.locator('#progress-rest')).toHaveText(/\d+ kB\/s · about \d+ (s|min) left/, {
    timeout: 30_000,
  })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('#notice')).toContainText('Cancelled')
  await page.getByText('Downloaded models', { exact: true }).click()
  await expect(page.locator('#stored-models')).toContainText('incomplete')
  hub.fault = undefined
  hub.requests.length = 0
  await page.reload()
  await ask(page)
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.locator('#facts')).toContainText(MODEL, { timeout: 60_000 })
  if (keepsBytes(page)) expect(hub.requests.some(({ from }) => (from ?? 0) > 0)).toBe(true)
})

for (const [name, fault, message] of [
  ['404', { status: 404 }, /could not be loaded.*download_failed/s],
  ['a page', { html: true }, /damaged or were changed.*integrity_failed/s],
  ['changed content', { corrupt: true }, /damaged or were changed.*integrity_failed/s],
] as const) {
  test(`${name} in place of the weights is told, and a later press works`, async ({ page, hub, address }) => {
    hub.fault = ({ file }) => (file?.endsWith('.onnx') ? fault : undefined)
    await page.goto(address)
    await ask(page)
    await page.getByRole('button', { name: 'Allow download' }).click()
    await expect(page.locator('#notice')).toContainText(message, { timeout: 60_000 })
    hub.fault = undefined
    await page.getByRole('button', { name: 'Rerank', exact: true }).click()
    await expect(page.locator('#facts')).toContainText(MODEL, { timeout: 60_000 })
    await expect(page.locator('#notice')).toBeHidden()
  })
}

test('offline is said, and the embedded model goes on', async ({ page, address, context }) => {
  await page.goto(address)
  await rerank(page)
  await context.setOffline(true)
  await expect(page.locator('#offline')).toBeVisible()
  await example(page, 'Fever')
  await expect(page.locator('#board-after > li').first()).toContainText('Call a physician')
  await context.setOffline(false)
  await expect(page.locator('#offline')).toBeHidden()
  await ask(page)
  await expect(consent(page).getByText('You’re offline')).toBeHidden()
  await context.setOffline(true)
  await expect(consent(page).getByText('You’re offline')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Rerank', exact: true })).toBeFocused()
})

test('any model of the hub by its id; a wrong id or mirror is said at its field', async ({
  page,
  hub,
  address,
}) => {
  await page.goto(address)
  await ranked(page)
  await choose(page, 'Another model from Hugging Face')
  const id = page.getByLabel('Model ID')
  await id.fill('nonsense')
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(id).toBeFocused()
  await expect(id).toHaveAccessibleDescription(/owner\/name/)
  await id.fill('Xenova/ms-marco-MiniLM-L-6-v2')
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(consent(page)).toContainText('unknown until Hugging Face is contacted')
  expect(hub.requests).toEqual([])
  await untilRanked(page, () => page.getByRole('button', { name: 'Allow download' }).click())
  await page.getByText('Advanced').click()
  const host = page.getByLabel('Hugging Face mirror')
  await host.fill('not an address')
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(host).toBeFocused()
  await expect(host).toHaveAccessibleDescription(/Enter the address of a mirror/)
})

test('models side by side, never the same one; each asks for consent', async ({ page, hub, address }) => {
  await page.goto(address)
  await ranked(page)
  await page.getByText('Compare models').click()
  const [second, third] = [page.getByLabel('Compare with'), page.getByLabel('and with')]
  // What is offered is another model, on the device that there is.
  await expect(second).not.toHaveValue('webrerank/tiny-en')
  await expect(page.getByLabel('On', { exact: true })).toHaveValue('same')
  await second.selectOption('webrerank/tiny-en')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(page.locator('#compare-words')).toContainText('Choose a different model')
  await second.selectOption(MODEL)
  await third.selectOption('webrerank/tiny-en')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(consent(page)).toBeVisible({ timeout: 30_000 })
  expect(hub.requests).toEqual([])
  await page.getByRole('button', { name: 'Allow download' }).click()
  const column = page.locator('.compare-column').nth(1)
  await expect(column.getByRole('heading')).toHaveText(MODEL, { timeout: 60_000 })
  await expect(column.getByRole('listitem')).toHaveCount(6)
  await expect(page.locator('#compare-words')).toContainText(/tiny-en and gte-reranker-modernbert-base/)
  await expect(page.locator('#live')).toContainText('gte-reranker-modernbert-base')
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
  await page.getByText('Advanced').click()
  await check('consent')
  await page.getByRole('button', { name: 'Allow download' }).click()
  await expect(page.locator('#progress-rest')).toHaveText(/left/, { timeout: 30_000 })
  await check('download')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Downloaded models', { exact: true }).click()
  await expect(page.locator('#stored-models')).toContainText('incomplete')
  await check('storage')
})
