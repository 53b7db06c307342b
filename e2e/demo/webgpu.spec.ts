import { expectAccessible } from '../support/accessibility.js'
import { expect, fillDocuments, open, rerank, rows, test } from '../support/demo.js'

/** The demo on a WebGPU adapter in software. */

test.use({ actionTimeout: 15_000 })
test.describe.configure({ timeout: 600_000 })

const BEST = 'Open the sign-in page'

test('two devices side by side, then WebGPU alone, accessible while it scores', { tag: '@webgpu' }, async ({
  page,
  server,
  problems,
}) => {
  await open(page, server)
  await page.getByText('Compare models').click()
  await page.getByLabel('Compare with').selectOption('webrerank/tiny-en')
  await page.getByLabel('On', { exact: true }).selectOption('wasm')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(page.locator('#compare-words')).toContainText('Choose a different model or device')
  await page.getByLabel('On', { exact: true }).selectOption('webgpu')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  const column = page.locator('.compare-column').nth(1)
  await expect(column).toContainText('GPU ·', { timeout: 400_000 })
  await expect(page.locator('#compare-words')).toContainText('tiny-en and tiny-en')
  await expect(column.getByRole('listitem')).toHaveCount(6)
  // What the second worker fetched is seen as well, and told for what it is.
  await page.getByText('Where each step ran').click()
  await expect(page.locator('#trace-verdict')).toHaveText(
    /^\d+ network requests since .*, all for files of this site:$/,
  )
  await expect(page.locator('#trace-urls')).toContainText(/ort-\w+\.wasm-[\w-]+\.gz/)

  // The session of the comparison is still there.
  await page.getByRole('combobox', { name: 'Device', exact: true }).selectOption('webgpu')
  await rerank(page)
  await expect(rows(page).first()).toContainText(BEST)
  await expect(page.locator('#badge')).toHaveText('GPU · WebGPU')
  await expect(page.locator('#reason')).toContainText('software')
  expect(problems).toEqual([])

  // In software scoring outlasts the checks.
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await fillDocuments(
      page,
      Array.from({ length: 900 }, (_, i) => `${i} on ${colorScheme} databases`),
    )
    await page.getByRole('button', { name: 'Rerank', exact: true }).click()
    await expect(page.getByRole('progressbar', { name: /Scoring/ })).toBeVisible({ timeout: 90_000 })
    await expectAccessible(page, `scoring, ${colorScheme}`)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.locator('#notice')).toContainText('Cancelled')
  }
})

test('a GPU that fails hands over to the CPU, and the page says so', { tag: '@webgpu' }, async ({
  page,
  server,
}) => {
  server.intercept = ({ url }) => (/ort-(jspi|asyncify).*\.wasm/.test(url ?? '') ? 404 : undefined)
  await open(page, server, '?device=webgpu')
  await expect(page.locator('#badge')).toHaveText('CPU · WASM')
  await expect(page.locator('#badge')).toHaveAttribute('data-kind', 'fallback')
  await expect(page.locator('#reason')).toHaveText(/^The GPU failed, so the CPU took over: .+\.$/)
  await expect(rows(page).first()).toContainText(BEST)
  await expectAccessible(page, 'fallback')
})
