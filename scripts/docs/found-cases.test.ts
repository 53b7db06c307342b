import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The table of fuzz/README.md that says which test keeps a case that was found. */
const rows = readFileSync('fuzz/README.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, name, file, title] = /^\| (.+) \| `(\S+\.(?:test|spec)\.ts)` \| (.+) \|$/.exec(line) ?? []
    return name && file && title ? [[name, file, title] as const] : []
  })

test('there are such cases', () => {
  expect(rows.length).toBeGreaterThan(80)
})

test.each(rows)('%s: %s has such a test', (_, file, title) => {
  expect(readFileSync(file, 'utf8').replace(/\\(.)/g, '$1')).toContain(title)
})
