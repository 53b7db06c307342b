import { expectAccessibleInBoth } from '../support/accessibility.js'
import { expect, fillDocuments, open, rerank, rows, stallWeights, test } from '../support/demo.js'

// A control that is not there should fail the test soon, and not at its end.
test.use({ actionTimeout: 15_000 })

test('what is wrong with the input is said at its field', async ({ page, server }) => {
  await open(page, server)
  const documents = page.getByRole('textbox', { name: 'Documents' })
  for (const [text, problem] of [
    ['["one", "two"', /starts like JSON but is not/],
    ['["one", 2]', /Item 2 is a number/],
    ['', /at least one document/],
  ] as const) {
    await documents.fill(text)
    await page.getByRole('button', { name: 'Rerank' }).click()
    await expect(documents).toBeFocused()
    await expect(documents).toHaveAttribute('aria-invalid', 'true')
    await expect(documents).toHaveAccessibleDescription(problem)
  }
  await documents.fill('["one", {"text": "two"}]')
  await expect(page.locator('#documents-hint')).toHaveText(
    '2 documents, read as a JSON array of strings and objects.',
  )
  await expect(documents).not.toHaveAttribute('aria-invalid')
  await page.getByLabel('Query').fill(' ')
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(page.getByLabel('Query')).toBeFocused()
  await expect(page.getByLabel('Query')).toHaveAccessibleDescription('Enter a query.')
  await page.getByLabel('Query').fill('q')
  await fillDocuments(page, Array(1001).fill('x'))
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(documents).toHaveAccessibleDescription(/1001.*the limit is 1000/)
})

test('text is shown as text, whatever it is', async ({ page, server, problems }) => {
  await open(page, server)
  const texts = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '</li></ol><h1>&amp;</h1>',
    'مرحبا',
    'W'.repeat(300),
    '',
  ]
  page.on('dialog', () => problems.push('a dialog'))
  await page.getByLabel('Query').fill('<b>query</b>')
  await page.getByRole('textbox', { name: 'Documents' }).fill(JSON.stringify(texts))
  await rerank(page)
  const shown = await page.locator('#ranking .text').allTextContents()
  expect(shown.toSorted()).toEqual(texts.map((text) => text || 'An empty document').toSorted())
  await expect(page.locator('#results').locator('img, script, h1, b')).toHaveCount(0)
  expect(problems).toEqual([])
})

test('a document past the window is told as cut', async ({ page, server }) => {
  await open(page, server)
  await page.getByRole('textbox', { name: 'Documents' }).fill(`short\n${'vector database '.repeat(600)}`)
  await rerank(page)
  const long = rows(page).filter({ hasText: 'Cut to fit the model' })
  await expect(long).toHaveCount(1)
  await long.getByRole('button', { name: 'Show the whole text' }).click()
  expect((await long.locator('.text').textContent())!.length).toBe(9600)
})

test('every state has no axe violation and fits 360 px, in light and dark', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 360, height: 740 })
  const check = (state: string) => expectAccessibleInBoth(page, state, { widths: [360] })
  stallWeights(server)
  await open(page, server)
  await check('before')
  // It waits above the page, whatever its height.
  const skip = await page.locator('.skip').boundingBox()
  expect(skip!.y + skip!.height).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await check('loading')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await check('cancelled')
  server.intercept = ({ url }) => (url?.includes('.onnx') ? 404 : undefined)
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(page.locator('#notice')).toContainText('The model could not be loaded')
  await expect(page.locator('#notice-detail')).toContainText('download_failed')
  await check('error')
  server.intercept = undefined
  const texts = ['W'.repeat(300), 'שלום', 'vector database '.repeat(600), 'What is a vector database?']
  await page.getByRole('textbox', { name: 'Documents' }).fill(JSON.stringify(texts))
  await rerank(page)
  await page.getByRole('radio', { name: 'Scores' }).check()
  await page.getByText('Code for this request').click()
  await page.getByText('JSON of the response').click()
  await check('result')
  await page.getByRole('textbox', { name: 'Documents' }).fill('[')
  await page.getByRole('button', { name: 'Rerank' }).click()
  await check('field error, old result')
  await expectAccessibleInBoth(page, 'field error, old result', { widths: [1280] })
})
