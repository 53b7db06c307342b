import { expect, fillDocuments, open, rerank, rows, stallWeights, test } from '../support/demo.js'

// A control that is not there should fail the test soon, and not at its end.
test.use({ actionTimeout: 15_000 })

const BEST = 'A vector database stores embeddings'

const MANY = Array.from({ length: 1000 }, (_, i) => `Document ${i} ${'on databases and vectors '.repeat(15)}`)

test('ranks the sample on WASM: places, moves, bars, numbers and facts', async ({
  page,
  server,
  problems,
}) => {
  await open(page, server)
  await expect(page.locator('#before-list > li')).toHaveCount(4)
  expect(server.requests.filter((path) => /worker|ort|\.onnx|tokenizer/.test(path))).toEqual([])
  await rerank(page)
  await expect(rows(page)).toHaveCount(4)
  await expect(rows(page).first()).toContainText(BEST)
  await expect(rows(page).first().locator('.move')).toHaveText('↑ 2Up 2 places, was 3')
  await expect(page.locator('#badge')).toHaveText('CPU · WASM')
  await expect(page.locator('#reason')).toHaveText('WASM was asked for.')
  await expect(page.locator('#facts')).toContainText(/webrerank\/tiny-en.*MB, int8/)
  await expect(page.locator('#live')).toContainText(`it was number 3 before: ${BEST}`)
  const widths = await page.locator('.bar-fill').evaluateAll((bars) => bars.map((bar) => bar.clientWidth))
  expect(widths).toEqual(widths.toSorted((a, b) => b - a))

  const score = rows(page).first().locator('.score')
  await expect(score).toBeHidden()
  await page.getByRole('radio', { name: 'Scores' }).check()
  await expect(score).toHaveText(/^Score 0\.\d{3}$/)
  await page.getByText('JSON of the response').click()
  const json = JSON.parse((await page.locator('#json-details code').textContent())!)
  expect(json.results[0]).toMatchObject({ index: 2, document: { text: expect.stringContaining(BEST) } })
  await page.getByRole('radio', { name: 'Logits' }).check()
  const logit = Math.log(json.results[0].relevance_score / (1 - json.results[0].relevance_score))
  await expect(rows(page).first().locator('.logit')).toHaveText(`Logit ${logit.toFixed(2).replace('-', '−')}`)

  await page.getByLabel('Show').selectOption('1')
  await expect(page.locator('#stale')).toBeVisible()
  await rerank(page)
  await expect(page.locator('#summary')).toContainText('The best 1 of 4 documents')
  await expect(rows(page)).toHaveCount(1)
  expect(problems).toEqual([])
})

test('every sample has its best document first', async ({ page, server }) => {
  await open(page, server)
  for (const [name, best] of [
    ['Git', 'To undo the last commit'],
    ['Shop help', 'A refund takes'],
    ['In other words', 'If the airline calls off your trip'],
    ['JSON', 'To treat a burn'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click()
    await rerank(page)
    await expect(rows(page).first()).toContainText(best)
  }
})

test('loading is cancelled by button and by Escape, and the next run works', async ({ page, server }) => {
  stallWeights(server)
  await open(page, server)
  for (const cancel of [
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await page.getByRole('button', { name: 'Rerank' }).click()
    await expect(page.getByRole('progressbar', { name: /Loading the model: .* of .* MB/ })).toBeVisible()
    await cancel()
    await expect(page.locator('#notice')).toContainText('Cancelled')
    await expect(page.getByRole('button', { name: 'Rerank' })).toBeFocused()
    await expect(page.locator('#progress')).toBeHidden()
  }
  server.intercept = undefined
  await rerank(page)
  await expect(page.locator('#notice')).toBeHidden()
})

test('scoring is cancelled, and what was ranked before stays and is told as old', async ({
  page,
  server,
}) => {
  await open(page, server)
  await rerank(page)
  await fillDocuments(page, MANY)
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(page.getByRole('progressbar', { name: /Scoring: \d+ of 1,000 documents/ })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('#notice')).toContainText('Cancelled')
  await expect(page.locator('#stale')).toBeVisible()
  await expect(rows(page)).toHaveCount(4)
  await page.getByRole('textbox', { name: 'Documents' }).fill('one\ntwo')
  await rerank(page)
  await expect(rows(page)).toHaveCount(2)
  await expect(page.locator('#stale')).toBeHidden()
})

test('a thousand documents: the first hundred, and all on demand', async ({ page, server }) => {
  await open(page, server)
  await fillDocuments(
    page,
    MANY.map((text) => text.slice(0, 20)),
  )
  await rerank(page)
  await expect(rows(page)).toHaveCount(100)
  await page.getByRole('button', { name: 'Show all 1,000' }).click()
  await expect(rows(page)).toHaveCount(1000)
  await expect(rows(page).nth(100)).toBeFocused()
})
