import { expectAccessible, expectAccessibleInBoth } from '../support/accessibility.js'
import {
  example,
  expect,
  fillDocuments,
  open,
  rerank,
  rows,
  showList,
  stallWeights,
  test,
  visit,
} from '../support/demo.js'

// A control that is not there should fail the test soon, and not at its end.
test.use({ actionTimeout: 15_000 })

test('what is wrong with the input is said at its field', async ({ page, server }) => {
  await open(page, server)
  const documents = page.getByRole('textbox', { name: 'Documents' })
  for (const [text, problem] of [
    ['["one", "two"', /looks like JSON but can’t be parsed/],
    ['["one", 2]', /Item 2 is a number/],
    ['', /at least one document/],
  ] as const) {
    await documents.fill(text)
    await page.getByRole('button', { name: 'Rerank', exact: true }).click()
    await expect(documents).toBeFocused()
    await expect(documents).toHaveAttribute('aria-invalid', 'true')
    await expect(documents).toHaveAccessibleDescription(problem)
  }
  await documents.fill('["one", {"text": "two"}]')
  await expect(page.locator('#documents-hint')).toHaveText('2 documents from JSON.')
  await expect(documents).not.toHaveAttribute('aria-invalid')
  const question = page.getByLabel('Question', { exact: true })
  await question.fill(' ')
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(question).toBeFocused()
  await expect(question).toHaveAccessibleDescription('Enter a question.')
  await question.fill('q')
  await fillDocuments(page, Array(1001).fill('x'))
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
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
  await page.getByLabel('Question', { exact: true }).fill('<b>query</b>')
  await page.getByRole('textbox', { name: 'Documents' }).fill(JSON.stringify(texts))
  await rerank(page)
  const shown = await page.locator('#ranking .text').allTextContents()
  expect(shown.toSorted()).toEqual(texts.map((text) => text || 'Empty document').toSorted())
  await expect(page.locator('#results').locator('img, script, h1, b')).toHaveCount(0)
  expect(problems).toEqual([])
})

test('a document past the window is told as truncated', async ({ page, server }) => {
  await open(page, server)
  await page.getByRole('textbox', { name: 'Documents' }).fill(`short\n${'vector database '.repeat(600)}`)
  await rerank(page)
  await showList(page)
  const long = rows(page).filter({ hasText: 'Truncated: the model read only the beginning' })
  await expect(long).toHaveCount(1)
  await long.getByRole('button', { name: 'Show full text' }).click()
  expect((await long.locator('.text').textContent())!.length).toBe(9600)
})

test('a page whose script is not there says so, and one whose part is missing too', async ({
  page,
  server,
}) => {
  server.intercept = ({ url }) => (/\/index-.*\.js$/.test(url ?? '') ? 404 : undefined)
  await visit(page, server)
  // As long as a slow line may take, it says nothing.
  await expect(page.getByText('This page’s script has not started')).toBeHidden()
  await expect(page.getByText('This page’s script has not started')).toBeVisible({ timeout: 30_000 })
  server.intercept = ({ url }) => (/\/more-.*\.js$/.test(url ?? '') ? 404 : undefined)
  await page.reload()
  await expect(page.locator('#notice')).toContainText('Part of this page did not load', { timeout: 60_000 })
  await expect(page.getByText('This page’s script has not started')).toBeHidden()
  server.intercept = undefined
})

test('theme and language are chosen, and kept', async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open(page, server)
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.getByLabel('Theme').selectOption('dark')
  await expect
    .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor))
    .not.toBe(light)
  await page.getByLabel('Language', { exact: true }).selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Die beste Antwort zuerst')
  await expect(page.locator('#verdict')).toContainText('Die beste Antwort war Nummer 4', { timeout: 60_000 })
  // Names of examples are in the page's language, beside a word that the examples are not.
  await expect(page.locator('#samples button').first()).toHaveText('Passwort')
  await expect(page.locator('#samples-language')).toHaveText('Auf Englisch:')
  for (const list of ['#board-before', '#board-after', '#ranking'])
    await expect(page.locator(`${list} .text`).first()).toHaveAttribute('lang', 'en')
  await expectAccessible(page, 'German')
  // Without the address: the choice is kept.
  await visit(page, server)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
})

test('every state has no axe violation and fits 360 px, in light and dark', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 360, height: 740 })
  const check = (state: string) => expectAccessibleInBoth(page, state, { widths: [360] })
  stallWeights(server)
  await visit(page, server)
  await check('before')
  // It waits above the page, whatever its height.
  const skip = await page.locator('.skip').boundingBox()
  expect(skip!.y + skip!.height).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await check('loading')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await check('cancelled')
  server.intercept = ({ url }) => (url?.includes('.onnx') ? 404 : undefined)
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.locator('#notice')).toContainText('The model could not be loaded')
  await expect(page.locator('#notice-detail')).toContainText('download_failed')
  await check('error')
  server.intercept = undefined
  await example(page, 'No answer')
  await check('no answer')
  const texts = ['W'.repeat(300), 'שלום', 'vector database '.repeat(600), 'What is a vector database?']
  await page.getByRole('textbox', { name: 'Documents' }).fill(JSON.stringify(texts))
  await rerank(page)
  await check('result')
  await showList(page)
  await page.getByRole('radio', { name: 'Scores' }).check()
  await rows(page).first().getByRole('button', { name: 'Why?' }).click()
  await page.getByText('Advanced').click()
  await page.getByText('Code for this request').click()
  await page.getByText('JSON response').click()
  await check('list and advanced')
  await page.getByRole('textbox', { name: 'Documents' }).fill('[')
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await check('field error, old result')
  await expectAccessibleInBoth(page, 'field error, old result', { widths: [1280] })
})
