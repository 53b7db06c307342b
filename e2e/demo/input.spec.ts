import { expect, open, rerank, test } from '../support/demo.js'
import { engineOf } from '../support/engine.js'

test.use({ actionTimeout: 15_000 })

test('documents as CSV, as files, and dropped', async ({ page, server }) => {
  await open(page, server)
  const hint = page.locator('#documents-hint')
  const choose = async (...texts: { name: string; text: string | Buffer }[]) => {
    const files = texts.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) }))
    // Firefox tells of no dialog: the files are put where it would put them.
    if (engineOf(page.context()) !== 'chromium')
      return page.locator('#open-files + input').setInputFiles(files)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open files' }).click()
    await (await chooser).setFiles(files)
  }
  const documents = page.getByRole('textbox', { name: 'Documents' })
  await choose({ name: 'a.csv', text: 'nr,satz\n1,"one, two"\n2,three' })
  await expect(hint).toHaveText('2 documents from CSV, column “satz”.')
  await choose({ name: 'a.md', text: 'first' }, { name: 'b.html', text: '<p>second</p><script>x</script>' })
  await expect(hint).toHaveText('2 documents from JSON.')
  expect(JSON.parse(await documents.inputValue())).toEqual([{ text: 'first' }, { text: 'second' }])
  await choose({ name: 'l.jsonl', text: '{"text": "one"}\n\n{"text": "two"}\n' })
  await expect(hint).toHaveText('2 documents from JSON Lines (1 blank line skipped).')
  await choose({ name: 'c.txt', text: Buffer.from([0xff, 0xfe, 0x00]) })
  await expect(documents).toHaveAccessibleDescription(/c\.txt can’t be read: it is not UTF-8 text/)
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['one\ntwo\nthree'], 'd.txt'))
    return data
  })
  await page.locator('#inputs').dispatchEvent('drop', { dataTransfer: data })
  await expect(hint).toHaveText('3 documents, one per line.')
})

test('a collection with relevance grades: its questions, and how much better the order becomes', async ({
  page,
  server,
}) => {
  await open(page, server)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open files' }).click()
  const line = (_id: string, text: string) => JSON.stringify({ _id, text })
  const files = {
    'corpus.jsonl': [
      line('a', 'I forgot my umbrella on the bus.'),
      line('b', 'Open the sign-in page and choose “Reset login details”. We will send you a link by e-mail.'),
      line('c', 'Call a physician if your temperature stays above 39 °C.'),
    ].join('\n'),
    'queries.jsonl': [
      line('q1', 'I forgot my password'),
      line('q2', 'when should I see a doctor for a fever?'),
    ].join('\n'),
    'qrels.tsv': 'query-id\tcorpus-id\tscore\nq1\tb\t1\nq2\tc\t2\n',
  }
  await (await chooser).setFiles(
    Object.entries(files).map(([name, text]) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    })),
  )
  await expect(page.locator('#documents-hint')).toHaveText(
    '3 documents with relevance grades, for one of 2 questions.',
  )
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('I forgot my password')
  await rerank(page)
  await expect(page.locator('#quality')).toHaveText('nDCG@10 0.631 → 1.000 · MRR 0.500 → 1.000')
  await expect(page.locator('#mean')).toHaveText(/^Mean over 2 questions: nDCG@10\s0\.\d+\s→\s1\.000 · MRR/)
  await page.getByLabel('Question from the file').selectOption({ index: 1 })
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue(/fever/)
  await rerank(page)
  await expect(page.locator('#quality')).toHaveText(/→\s1\.000 · MRR.*→\s1\.000$/)
})

test('a pasted request brings its question and options; the code for it is read back', async ({
  page,
  server,
}) => {
  await open(page, server)
  const documents = page.getByRole('textbox', { name: 'Documents' })
  await documents.fill(
    `curl https://api.example.com/v2/rerank -H 'x: y' -d '{"model": "m", "query": "undo a commit", "documents": ["git reset undoes a commit", "a cat"], "top_n": 1}'`,
  )
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('undo a commit')
  await expect(page.locator('#documents-hint')).toHaveText('2 documents from an API request.')
  await page.getByText('Advanced').click()
  await expect(page.getByLabel('Number of results')).toHaveValue('1')
  await page.getByLabel('Blend with keyword scores').check()
  await page.getByLabel('Parts to read per long document').fill('3')
  await rerank(page)
  await expect(page.locator('#board-after > li')).toHaveCount(1)
  await page.getByText('Code for this request').click()
  const code = page.locator('#code-details code')
  await expect(code).toContainText('fuse: true')
  await expect(code).toContainText('max_chunks_per_doc: 3')
  const printed = (await code.textContent())!
  await page.getByLabel('Question', { exact: true }).fill('something else')
  await documents.fill('one line')
  await expect(page.locator('#documents-hint')).toHaveText('1 document, one per line.')
  await documents.fill(printed)
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('undo a commit')
  await expect(page.getByLabel('Blend with keyword scores')).toBeChecked()

  await page.getByLabel('Tokens shared by neighbouring parts').fill('99')
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.getByLabel('Tokens shared by neighbouring parts')).toBeFocused()
  await expect(page.getByLabel('Tokens shared by neighbouring parts')).toHaveAccessibleDescription(
    'Enter a whole number from 0 to 80.',
  )
})

test('the response of a search engine', async ({ page, server }) => {
  await open(page, server)
  const hits = [
    { title: 'Billing', content: 'Invoices are kept for ten years.' },
    { title: 'Login', content: 'Open the sign-in page and choose “Reset login details”.' },
  ]
  await page
    .getByRole('textbox', { name: 'Documents' })
    .fill(JSON.stringify({ hits, query: 'I forgot my password', processingTimeMs: 3 }))
  await expect(page.locator('#documents-hint')).toHaveText('2 documents from Meilisearch.')
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('I forgot my password')
  await rerank(page)
  await expect(page.locator('#board-after > li').first()).toContainText('Login. Open the sign-in page')
})
