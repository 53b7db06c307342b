import { askQuestions, readQuestions, shares } from '../../scripts/evaluate/docs-questions.mjs'
import { serveFiles } from '../support/file-server.js'
import { expect, test } from '../support/watched.js'

/** Least shares of the questions of questions.json, with the model on board. */
const LEAST = { first: 0.2, firstThree: 0.4, refused: 0.4 }

test('questions in other words than the pages’ find the page that answers; what nothing answers is told so', async ({
  page,
}) => {
  test.setTimeout(900_000)
  const server = await serveFiles({ '/': 'docs-site/' })
  await page.goto(`${server.origin}/index.html`)
  const asked = await askQuestions(page, await readQuestions())
  const got = shares(asked)
  for (const [name, least] of Object.entries(LEAST))
    expect(got[name as keyof typeof got], JSON.stringify(got)).toBeGreaterThanOrEqual(least)
  await server.close()
})
