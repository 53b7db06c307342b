// npm run measure:private [files] [megabytes]: how fluid the page is with many files. It prints, and asserts nothing.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createText } from './measure-text.mjs'
import { dropFolder, openPage } from './page.mjs'

const [files = 2000, megabytes = 50] = process.argv.slice(2).map(Number)
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = path.resolve(root, '../../.cache/private-search-measure')

const QUERIES = [
  'how do I get back what I paid',
  'the state of the world',
  'where can we see old people work',
  'what is the way to make it new again before the year is over',
  'good day',
  'much more than they should have',
]

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const text = createText()
for (let i = 0; i < files; i++) {
  writeFileSync(path.join(folder, `note-${i}.md`), text.note((megabytes * 1e6) / files))
}
const queries = [...QUERIES, ...text.queries(14)]

const { page, profile, close } = await openPage()
await page.getByText('Ready to work offline').waitFor({ timeout: 120_000 })

await page.evaluate(() => {
  globalThis.tasks = []
  new PerformanceObserver((list) => {
    globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration))
  }).observe({ type: 'longtask' })
})
const tasks = () => page.evaluate(() => globalThis.tasks.splice(0))
const show = (name, value) => console.log(`${name.padEnd(46)} ${value}`)
const list = (values) => (values.length === 0 ? 'none' : values.map((value) => `${value} ms`).join(', '))

const start = performance.now()
await dropFolder(page, folder)
await page.locator('#search').waitFor()
const during = []
while (!(await page.locator('#outcome').isVisible())) {
  during.push(await search(queries[during.length % queries.length]))
  await new Promise((resolve) => setTimeout(resolve, 700))
}
show('read and indexed in', `${((performance.now() - start) / 1000).toFixed(1)} s`)
show('collection', await page.locator('#collection-text').textContent())
show('tasks above 50 ms while reading', list(await tasks()))
show(`first stage while reading, ${during.length} queries`, summary(during.map(({ stage }) => stage)))
show('while reading, from the key to the list', summary(during.map(({ page }) => page)))

// The index is tidied up after reading; queries are heard meanwhile.
await new Promise((resolve) => setTimeout(resolve, 15_000))
const found = []
for (const query of queries) found.push(await search(query))
show(`first stage, ${found.length} queries`, summary(found.map(({ stage }) => stage)))
show('first stage, from the key to the list', summary(found.map(({ page }) => page)))
show('tasks above 50 ms while searching', list(await tasks()))
await page.locator('#query').fill(QUERIES[0])
await page.keyboard.press('Enter')
await page.locator('#hits mark').first().waitFor({ timeout: 120_000 })
show('reranked', await page.locator('#stage').textContent())
show('tasks above 50 ms while reranking', list(await tasks()))
const { usage } = await page.evaluate(() => navigator.storage.estimate())
// The browser counts what it has set aside for files that are open, by powers of two.
show('storage by the browser, the page included', `${(usage / 1e6).toFixed(0)} MB`)
show(
  'files of the library on the disk',
  `${(sizeOf(path.join(profile, 'Default/File System')) / 1e6).toFixed(0)} MB`,
)
const reload = performance.now()
await page.reload()
await page.locator('#collection').waitFor()
show('ready after a reload in', `${((performance.now() - reload) / 1000).toFixed(1)} s`)
await close()

/** Types a query, anew where it stands there already; milliseconds of the first stage, the way to its worker and back included, and until the page shows what was found. */
function search(query) {
  return page.evaluate(async (query) => {
    const input = /** @type {HTMLInputElement} */ (document.querySelector('#query'))
    const stage = /** @type {HTMLElement} */ (document.querySelector('#stage'))
    const type = (text) => {
      input.value = text
      input.dispatchEvent(new InputEvent('input'))
    }
    // A query that stands there already is not run again, and nothing would change.
    type('')
    const before = performance.now()
    type(query)
    await new Promise((resolve) => {
      const look = () => {
        if (stage.textContent.startsWith('Searching')) return
        observer.disconnect()
        resolve(undefined)
      }
      const observer = new MutationObserver(look)
      observer.observe(stage, { childList: true, characterData: true, subtree: true })
    })
    const page = performance.now() - before
    return { page, stage: Number(stage.dataset.milliseconds) }
  }, query)
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]?.toFixed(0) ?? '-'
  return `median ${at(0.5)} ms, slowest ${at(1)} ms`
}
