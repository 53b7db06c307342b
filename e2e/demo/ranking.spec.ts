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

const BEST = 'Open the sign-in page'

const MANY = Array.from({ length: 1000 }, (_, i) => `Document ${i} ${'on databases and vectors '.repeat(15)}`)

test('ranks by itself: both orders, places, moves, bars, numbers and facts', async ({
  page,
  server,
  problems,
}) => {
  await open(page, server)
  await expect(page.locator('#verdict')).toHaveText(
    'The best answer was number 4. It shares no keyword with the question.',
  )
  await expect(page.locator('#summary')).toHaveText(/^6 documents in [\d.,]+ m?s$/)
  const [before, after] = [page.locator('#board-before > li'), page.locator('#board-after > li')]
  await expect(before).toHaveCount(6)
  await expect(before.nth(3)).toContainText(BEST)
  await expect(after.first()).toContainText(BEST)
  await expect(after.first().locator('.move')).toHaveText('↑ 3Up 3 places, was 4')
  await expect(page.locator('#board-lines path')).toHaveCount(6)
  await expect(page.locator('#badge')).toHaveText('CPU · WASM')
  await expect(page.locator('#reason')).toHaveText('Ran on the CPU: WASM was requested.')
  await expect(page.locator('#facts')).toContainText(/webrerank\/tiny-en.*MB, int8/)
  await expect(page.locator('#live')).toContainText(BEST)
  // Nobody pressed a button: nothing is remembered.
  expect(await page.evaluate(() => localStorage.length)).toBe(0)

  await showList(page)
  await expect(rows(page)).toHaveCount(6)
  const score = rows(page).first().locator('.score')
  await expect(score).toBeHidden()
  await page.getByRole('radio', { name: 'Scores' }).check()
  await expect(score).toHaveText(/^Score 0\.\d{3}$/)
  await page.getByText('JSON response').click()
  const json = JSON.parse((await page.locator('#json-details code').textContent())!)
  expect(json.results[0]).toEqual({
    index: 3,
    relevance_score: expect.any(Number),
    document: { text: expect.stringContaining(BEST) },
  })
  // A bar is as long as the score, whatever the others are.
  const lengths = await page
    .locator('#ranking .bar-fill')
    .evaluateAll((bars) =>
      bars.map((bar) => bar.getBoundingClientRect().width / bar.parentElement!.getBoundingClientRect().width),
    )
  for (const [i, { relevance_score }] of json.results.entries())
    if (relevance_score > 0.1) expect(lengths[i]).toBeCloseTo(relevance_score, 2)
  await page.getByRole('radio', { name: 'Logits' }).check()
  const logit = Math.log(json.results[0].relevance_score / (1 - json.results[0].relevance_score))
  await expect(rows(page).first().locator('.logit')).toHaveText(`Logit ${logit.toFixed(2).replace('-', '−')}`)

  await page.getByText('Advanced').click()
  await page.getByLabel('Number of results').fill('1')
  await expect(page.locator('#stale')).toBeVisible()
  await rerank(page)
  await expect(page.locator('#summary')).toContainText('Top 1 of 6 documents in')
  await expect(rows(page)).toHaveCount(1)
  expect(problems).toEqual([])
})

test('question, button and both orders are above the fold, on a desktop and on a phone', async ({
  page,
  server,
}) => {
  await open(page, server)
  for (const [width, height] of [
    [1280, 720],
    [360, 740],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const selector of [
      '#query',
      '#rerank',
      '#verdict',
      '#proof',
      '#board-before > li',
      '#board-after > li',
    ])
      await expect(page.locator(selector).first(), `${selector} at ${width}`).toBeInViewport({ ratio: 0.99 })
    // A finger hits what can be pressed.
    const small = await page
      .locator(
        ':is(button, select, input:not([type=radio], [type=checkbox]), summary, .segments, .check):visible',
      )
      .evaluateAll((controls) =>
        controls.flatMap((control) =>
          control.getBoundingClientRect().height < 43.5 ? [control.id || control.outerHTML.slice(0, 80)] : [],
        ),
      )
    expect(small).toEqual([])
  }
})

test('every example has its best document first, and one has none', async ({ page, server }) => {
  await open(page, server)
  const first = page.locator('#board-after > li').first()
  for (const [name, best] of [
    ['Refund', 'Not happy with your purchase'],
    ['Fever', 'Call a physician'],
    ['Git', 'To undo the last commit'],
  ] as const) {
    await example(page, name)
    await expect(first).toContainText(best)
    await expect(page.locator('#verdict')).toHaveAttribute('data-kind', 'answer')
  }
  await example(page, 'No answer')
  await expect(page.locator('#verdict')).toHaveText(
    /^Nothing here answers this\. The best document scores [<0]/,
  )
  // What does not answer does not stand out, and has no sentence marked in it.
  await expect(page.locator('#results .first')).toHaveCount(0)
  await expect(page.locator('#results mark')).toHaveCount(0)
  await expect(page.locator('#live')).toContainText('Nothing here answers this.')
})

test('a row tells which of its words meet the question’s', async ({ page, server }) => {
  await open(page, server)
  const marked = (name: string) =>
    page.evaluate(
      (name) => Array.from(CSS.highlights.get(name) ?? [], (range) => (range as Range).toString()),
      name,
    )
  // Why the order of before is so, without a pointer.
  expect(await marked('keyword')).toEqual(expect.arrayContaining(['forgot', 'password']))
  await page.locator('#board-after > li').first().hover()
  expect(await marked('related-word')).toContain('login')
  await example(page, 'Git')
  await page.locator('#board-after > li').first().hover()
  expect(await marked('same-word')).toEqual(expect.arrayContaining(['undo', 'commit']))
  await showList(page)
  const why = rows(page).first().getByRole('button', { name: 'Why?' })
  await why.click()
  await expect(rows(page).first()).toContainText('“undo” is in the question')
  await expect(why).toHaveAttribute('aria-expanded', 'true')
})

test('loading is cancelled by button and by Escape, and the next run works', async ({ page, server }) => {
  stallWeights(server)
  await visit(page, server)
  for (const cancel of [
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await page.getByRole('button', { name: 'Rerank', exact: true }).click()
    await expect(page.getByRole('progressbar', { name: /Loading the model: .* of .* MB/ })).toBeVisible()
    await cancel()
    await expect(page.locator('#notice')).toContainText('Cancelled')
    await expect(page.locator('#progress')).toBeHidden()
    await expect(page.getByRole('button', { name: 'Rerank', exact: true })).toBeFocused()
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
  await fillDocuments(page, MANY)
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(page.getByRole('progressbar', { name: /Scoring: \d+ of 1,000 documents/ })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('#notice')).toContainText('Cancelled')
  await expect(page.locator('#stale')).toBeVisible()
  await expect(rows(page)).toHaveCount(6)
  await page.getByRole('textbox', { name: 'Documents' }).fill('one\ntwo')
  await rerank(page)
  await expect(rows(page)).toHaveCount(2)
  await expect(page.locator('#stale')).toBeHidden()
})

test('a thousand documents: the first hundred, all on demand, and lines from far below', async ({
  page,
  server,
}) => {
  await open(page, server)
  await page.getByLabel('Question', { exact: true }).fill('Document 777')
  await fillDocuments(
    page,
    MANY.map((text) => text.slice(0, 20)),
  )
  await rerank(page)
  // Too many to explain: nothing is said of shared words.
  await expect(page.locator('#verdict')).toHaveText(/^The best answer was number [\d,]+\.\s*$/)
  await expect(page.locator('#board-after > li')).toHaveCount(12)
  await expect(page.locator('#board-lines path')).toHaveCount(12)
  await expect(page.locator('#board-lines path.from-below')).not.toHaveCount(0)
  await expect(page.locator('#board-rest')).toContainText('The first 12 of 1,000')
  await showList(page)
  await expect(rows(page)).toHaveCount(100)
  await page.getByRole('button', { name: 'Show all 1,000' }).click()
  await expect(rows(page)).toHaveCount(1000)
  await expect(rows(page).nth(100)).toBeFocused()
})
