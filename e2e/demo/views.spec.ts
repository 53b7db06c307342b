import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expectAccessibleInBoth } from '../support/accessibility.js'
import { expect, open, rerank, rows, test } from '../support/demo.js'

test.use({ actionTimeout: 15_000 })

const BEST = 'A vector database stores embeddings'

test('before and after in columns, best sentence marked, and where each step ran', async ({
  page,
  server,
  problems,
}) => {
  await open(page, server)
  await page
    .getByRole('textbox', { name: 'Documents' })
    .fill(`The Eiffel Tower is in Paris.\nParis is old. ${BEST} of texts. It rains.`)
  await rerank(page)
  await expect(rows(page).first().locator('mark')).toHaveText(`${BEST} of texts.`)
  await page.getByRole('button', { name: 'Best sentence' }).click()
  await expect(page.locator('body')).toHaveClass(/unmarked/)
  await page.getByRole('radio', { name: 'Before and after' }).check()
  await expect(page.locator('#ranking')).toBeHidden()
  await expect(page.locator('#moves-before > li').first()).toContainText('Eiffel')
  await expect(page.locator('#moves-after > li').first()).toContainText(BEST)
  await expect(page.locator('#moves-lines path[data-direction=up]')).toHaveCount(1)
  await page.getByText('What happens where').click()
  await expect(page.locator('#trace-verdict')).toHaveText(/^No request since/)
  await expect(page.locator('#trace')).toContainText(/Get the model.*[34]\.\d MB.*Score/)
  // The view would notice one.
  await page.evaluate(() => fetch('/demo/manifest.json').then((r) => r.text()))
  await expect(page.locator('#trace-verdict')).toHaveText(/^1 request since/)
  expect(problems).toEqual([])
})

test('documents as CSV and as files', async ({ page, server }) => {
  await open(page, server)
  await page.getByRole('button', { name: 'Contract (CSV)' }).click()
  await expect(page.locator('#documents-hint')).toHaveText('5 documents, read as CSV, column “text”.')
  const choose = async (...files: { name: string; text: string | Buffer }[]) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open files' }).click()
    await (await chooser).setFiles(
      files.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
    )
  }
  const documents = page.getByRole('textbox', { name: 'Documents' })
  await choose({ name: 'a.csv', text: 'nr,satz\n1,"one, two"\n2,three' })
  await expect(page.locator('#documents-hint')).toHaveText('2 documents, read as CSV, column “satz”.')
  await choose({ name: 'a.md', text: 'first' }, { name: 'b.html', text: '<p>second</p><script>x</script>' })
  await expect(page.locator('#documents-hint')).toHaveText(
    '2 documents, read as a JSON array of objects with text.',
  )
  expect(JSON.parse(await documents.inputValue())).toEqual([{ text: 'first' }, { text: 'second' }])
  await choose({ name: 'c.txt', text: Buffer.from([0xff, 0xfe, 0x00]) })
  await expect(documents).toHaveAccessibleDescription(/c\.txt is not a text in UTF-8/)
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['one\ntwo\nthree'], 'd.txt'))
    return data
  })
  await page.locator('#form').dispatchEvent('drop', { dataTransfer: data })
  await expect(page.locator('#documents-hint')).toHaveText('3 documents, one a line.')
})

test('a sample of another language says that the model is English', async ({ page, server }) => {
  await open(page, server)
  await expect(page.locator('#language-note')).toBeHidden()
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect(page.locator('#language-note')).toContainText('This sample is in German')
  await page.getByRole('button', { name: 'Choose a multilingual model' }).click()
  await expect(page.locator('#model')).toHaveText('BAAI/bge-reranker-v2-m3')
  await expect(page.locator('#language-note')).toBeHidden()
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
    query: 'What is a vector database?',
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
  const table = await page.evaluate(() => navigator.clipboard.readText())
  expect(table.split('\r\n')[0]).toBe('rank\twas\trelevance_score\ttext')
  expect(table.split('\r\n')).toHaveLength(1 + nasty.split('\n').length)
  await expect(page.getByRole('button', { name: 'Copied' })).toBeHidden()
  const csv = await save('Save CSV')
  expect(csv).toContain('rank,was,relevance_score,text')
  expect(csv).toContain("'=1+1")

  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  server.requests.length = 0
  const other = await context.newPage()
  await other.goto(link)
  await expect(other.getByRole('textbox', { name: 'Documents' })).toHaveValue(nasty)
  await expect(other.locator('#outcome')).toBeHidden()
  for (const path of server.requests) expect(path).not.toContain('s=')
  await other.goto(`${link.split('#')[0]}#s=AAAA`)
  await expect(other.locator('#notice')).toContainText('This link is damaged')
})

test('history is kept here, put back and cleared', async ({ page, server }) => {
  await open(page, server)
  await rerank(page)
  await page.reload()
  await page.getByRole('button', { name: 'Git', exact: true }).click()
  await page.getByText('History', { exact: true }).click()
  await page.getByRole('button', { name: /What is a vector database/ }).click()
  await expect(page.getByLabel('Query')).toHaveValue('What is a vector database?')
  await page.getByRole('button', { name: 'Clear history' }).click()
  await expect(page.locator('#history-empty')).toBeVisible()
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

test('all views have no axe violation and fit 360 px, in light and dark', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, server)
  await rerank(page)
  for (const text of ['What happens where', 'Compare with another', 'Code for this request', 'History'])
    await page.getByText(text, { exact: text === 'History' }).click()
  await page.getByRole('radio', { name: 'Before and after' }).check()
  await expectAccessibleInBoth(page, 'views')
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expectAccessibleInBoth(page, 'another language')
})
