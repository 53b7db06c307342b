import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error: a script without declarations
import { PROJECTS } from './projects/index.mjs'
// @ts-expect-error: a script without declarations
import { nameOf, namesOf, readRows, toRow, writeRows } from './table.mjs'

const PAGE = readFileSync('docs/guides/bundlers.md', 'utf8')

test('the documentation has rows of pinned versions alone, and none that fails', () => {
  const rows: string[] = readRows(PAGE)
  const names = new Set(namesOf(PROJECTS))
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter((row) => !names.has(nameOf(row)))).toEqual([])
  expect(rows.filter((row) => row.includes('| fails |'))).toEqual([])
})

test('a new row takes the place of the old one, in the order of the projects', () => {
  const projects = [
    { title: 'A', version: '2', runs: [{ name: 'build' }] },
    { title: 'B', version: '1', runs: [{ name: 'build' }, { name: 'development' }] },
  ]
  const row = (title: string, version: string, run: string, rest = {}) =>
    toRow({ title, version, run, ...rest })
  const write = (page: string, rows: string[]) => writeRows(page, rows, projects)
  const empty = 'before\n<!-- matrix -->\n<!-- end of matrix -->\nafter\n'
  const output = { bytes: 5_500_000, runtimes: 0 }
  const page = write(empty, [row('B', '1', 'build', { output }), row('A', '1', 'build')])
  expect(readRows(page)).toEqual(['| B | 1 | build | ranks | 5.5 MB | 0.0 MB |'])
  const next = write(page, [row('A', '2', 'build'), row('B', '1', 'development', { result: 'compiles' })])
  expect(readRows(next)).toEqual([
    '| A | 2 | build | ranks |  |  |',
    '| B | 1 | build | ranks | 5.5 MB | 0.0 MB |',
    '| B | 1 | development | compiles |  |  |',
  ])
  expect(next).toMatch(/^before\n.*after\n$/s)
  expect(row('A', '2', 'build', { problem: 'no', known: 'a reason' })).toContain('| a reason |')
})
