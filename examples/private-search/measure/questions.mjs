// npm run measure:questions: how often the file that answers a question is first, among 69 files of a made-up person. It
// prints, and asserts nothing; e2e/examples/private-search-questions.spec.ts asserts.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { dropFolder, openPage } from './page.mjs'
import { askQuestions, QUESTIONS, shares } from './questions/ask.mjs'
import { writeFolder } from './questions/folder.mjs'

const folder = fileURLToPath(new URL('../../../.cache/private-search-person', import.meta.url))
writeFolder(folder)

const { page, close } = await openPage()
await dropFolder(page, folder)
await page.locator('#outcome').waitFor({ timeout: 300_000 })
console.log(`${path.basename(folder)}: ${await page.locator('#outcome-text').textContent()}`)

const asked = await askQuestions(page, ({ question, right, files, answered, said }) => {
  const place = files.findIndex((file) => right.includes(file)) + 1
  const found = right.length === 0 ? 'none' : place || '-'
  console.log(`${String(found).padStart(4)}  ${answered ? 'answered' : 'nothing '}  ${question}`)
  console.log(`      ${said} ${files.slice(0, 3).join(', ')}`)
})
const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`
const measured = shares(asked)
for (const name of /** @type {const} */ (['first', 'firstThree', 'unanswered'])) {
  console.log(`${name.padEnd(12)} ${percent(measured[name])} (goal ${percent(QUESTIONS.goals[name])})`)
}
await close()
