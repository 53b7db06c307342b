import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expectAccessibleInBoth } from '../support/accessibility.js'
import { example, expect, open, ranked, rerank, showList, test } from '../support/demo.js'

test.use({ actionTimeout: 15_000 })

const BEST = 'Open the sign-in page and choose “Reset login details”.'

test('the best sentence is marked, each step has its place, and the badge leads to the proof', async ({
  page,
  server,
  problems,
}) => {
  await open(page, server)
  await expect(page.locator('#board-after mark').first()).toHaveText(BEST)
  // Only what answers is marked.
  await expect(page.locator('#board-after mark')).toHaveCount(1)
  await page.getByRole('button', { name: 'Best sentence' }).click()
  await expect(page.locator('body')).toHaveClass(/unmarked/)
  const proof = page.locator('#proof')
  await expect(proof).toHaveText('0 network requests since loading')
  await proof.click()
  await expect(page.locator('#trace-details summary')).toBeFocused()
  await expect(page.locator('#trace-verdict')).toHaveText(/^0 network requests since the model loaded/)
  await expect(page.locator('#trace')).toContainText(/Read the model.*\d\.\d MB.*Score/)
  // The view would notice one.
  await page.evaluate(() => fetch('/demo/manifest.json').then((r) => r.text()))
  await expect(page.locator('#trace-verdict')).toHaveText(/^1 network request since/)
  await expect(proof).toHaveText('1 network request since loading')
  expect(problems).toEqual([])
})

test('an example in another language comes with a model that reads it', async ({ page, server }) => {
  await open(page, server)
  await page.getByLabel('Example in another language').selectOption('de')
  await expect(page.locator('#model')).toHaveText('cross-encoder/mmarco-mMiniLMv2-L12-H384-v1')
  // Nothing is downloaded before somebody agrees to it.
  const consent = page.getByRole('region', { name: /^Download/ })
  await expect(consent).toContainText('about 135 MB')
  await expect(consent).toContainText('MIRACL')
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue(/Kaution/)
  // An English one goes back to what there is without a download.
  await example(page, 'Git')
  await expect(page.locator('#model')).toHaveText('webrerank/tiny-en')
  await expect(consent).toBeHidden()
})

test('snippets are the request, files are the results, a link asks the same and is never sent', async ({
  page,
  server,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, server)
  const nasty = `it's "quoted" \\ $HOME \`x\`\n=1+1\nJSON\nvector 数据 database`
  await page.getByRole('textbox', { name: 'Documents' }).fill(nasty)
  await rerank(page)
  await page.getByText('Code for this request').click()
  const code = page.locator('#code-details code')
  await page.getByRole('radio', { name: 'JSON', exact: true }).check()
  const request = JSON.parse((await code.textContent())!)
  expect(request).toEqual({
    model: 'webrerank/tiny-en',
    query: 'I forgot my password',
    documents: nasty.split('\n'),
  })
  await page.getByRole('radio', { name: 'cURL' }).check()
  // A shell with a curl that only repeats what it is sent.
  const curl = (await code.textContent())!
  const sent = execFileSync('sh', ['-c', `curl() { cat; }\n${curl}`]).toString()
  expect(JSON.parse(sent)).toEqual(request)
  await page.getByRole('radio', { name: 'Python' }).check()
  const python = (await code.textContent())!.replace('import requests', 'import json').split('\n')
  const program = python
    .join('\n')
    .replace(/response = requests\.post\('[^']+', json=/, 'print(json.dumps(')
    .replace(/\)\nresults = .*\n$/, '))\n')
  expect(JSON.parse(execFileSync('python3', ['-c', program]).toString())).toEqual(request)
  await page.getByRole('radio', { name: 'fetch' }).check()
  await expect(code).toContainText("fetch('http://127.0.0.1:8787/v1/rerank'")

  const save = async (name: string) => {
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name }).click()
    return readFile(await (await saved).path(), 'utf8')
  }
  const response = JSON.parse(await save('Save JSON'))
  expect(
    response.results.map(({ document }: { document: { text: string } }) => document.text).toSorted(),
  ).toEqual(nasty.split('\n').toSorted())
  const neighbour = page.getByRole('button', { name: 'Save CSV' })
  const place = await neighbour.boundingBox()
  await page.getByRole('button', { name: 'Copy table' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await neighbour.boundingBox()).toEqual(place)
  // Some clipboards change the ends of lines.
  const table = (await page.evaluate(() => navigator.clipboard.readText())).split(/\r?\n/)
  expect(table[0]).toBe('rank\twas\trelevance_score\ttext')
  expect(table).toHaveLength(1 + nasty.split('\n').length)
  await expect(page.getByRole('button', { name: 'Copied' })).toBeHidden()
  const csv = await save('Save CSV')
  expect(csv).toContain('rank,was,relevance_score,text')
  expect(csv).toContain("'=1+1")

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Share as image' }).click()
  const picture = await readFile(await (await saved).path())
  // Width and height of a PNG.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630])

  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  server.requests.length = 0
  const other = await context.newPage()
  await other.goto(link)
  await expect(other.getByRole('textbox', { name: 'Documents' })).toHaveValue(nasty)
  // What a link asks is ranked as it is opened.
  await ranked(other)
  await expect(other.locator('#board-before > li').first()).toContainText("it's")
  for (const path of server.requests) expect(path).not.toContain('s=')
  await other.goto(`${link.split('#')[0]}#s=AAAA`)
  await expect(other.locator('#notice')).toContainText('This link is incomplete')
  await other.close()

  const use = page.locator('#use .code').first()
  await use.getByRole('button', { name: 'Copy' }).click()
  await expect(use.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await use.locator('code').textContent(),
  )
  await page.getByRole('radio', { name: 'Embed' }).check()
  await expect(code).toContainText('<iframe src="http')
  const frame = /src="([^"]+)"/.exec((await code.textContent())!)![1]!
  const embedded = await context.newPage()
  await embedded.goto(frame)
  await ranked(embedded)
  await expect(embedded.getByRole('heading', { level: 1 })).toBeHidden()
  await expect(embedded.locator('#board-before > li').first()).toContainText("it's")
})

test('history is kept here, put back and cleared', async ({ page, server }) => {
  await open(page, server)
  await rerank(page)
  await page.reload()
  await ranked(page)
  await example(page, 'Git')
  await page.getByText('History', { exact: true }).click()
  await page.getByRole('button', { name: /I forgot my password/ }).click()
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('I forgot my password')
  await page.getByRole('button', { name: 'Clear history' }).click()
  await expect(page.locator('#history-empty')).toBeVisible()
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

test('all views have no axe violation and fit 360 px, in light and dark', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, server)
  for (const text of ['Where each step ran', 'Compare models', 'Code for this request', 'History'])
    await page.getByText(text, { exact: text === 'History' }).click()
  await expectAccessibleInBoth(page, 'views')
  await showList(page)
  await page.locator('#model-picker > summary').click()
  await page.getByLabel('Example in another language').selectOption('ar')
  await expect(page.getByRole('region', { name: /^Download/ })).toBeVisible()
  await expectAccessibleInBoth(page, 'another language')
})
