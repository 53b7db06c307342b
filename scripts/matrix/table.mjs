// The table of docs/guides/bundlers.md: what was run, with what it showed.

/** @import { Project, Result } from './types.js' */

const MARKS = ['<!-- matrix -->\n', '<!-- end of matrix -->']
const HEAD = [
  '| tool | version | run | result | files of the build | of them ONNX Runtime |',
  '|---|---|---|---|---|---|',
]

/** @param {Result} result */
export function toRow({ title, version, run, output, problem, known, result }) {
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`
  const sizes = output ? [megabytes(output.bytes), megabytes(output.runtimes)] : ['', '']
  const outcome = problem ? (known ?? 'fails') : (result ?? 'ranks')
  return `| ${[title, version, run, outcome, ...sizes].join(' | ')} |`
}

/** @param {string[]} rows */
export const toTable = (rows) => [...HEAD, ...rows, ''].join('\n')

/** The rows of a page's table. @param {string} page */
export function readRows(page) {
  const [start, end] = MARKS.map((mark) => page.indexOf(mark))
  return page
    .slice(start + MARKS[0].length, end)
    .split('\n')
    .slice(HEAD.length)
    .filter(Boolean)
}

/** What names a row: tool, version and run. @param {string} row */
export const nameOf = (row) => row.split(' | ').slice(0, 3).join(' | ')

/** The names that the projects' rows have, in order. @param {Project[]} projects */
export const namesOf = (projects) =>
  projects.flatMap(({ title, version, runs }) =>
    runs.map(({ name }) => nameOf(toRow({ title, version, run: name }))),
  )

/**
 * The page with new rows in the place of the old ones. Rows of versions that are not pinned any more are left out.
 * @param {string} page
 * @param {string[]} rows
 * @param {Project[]} projects
 */
export function writeRows(page, rows, projects) {
  const known = new Map([...readRows(page), ...rows].map((row) => [nameOf(row), row]))
  const kept = namesOf(projects).flatMap((name) => known.get(name) ?? [])
  const [start, end] = MARKS.map((mark) => page.indexOf(mark))
  return page.slice(0, start + MARKS[0].length) + toTable(kept) + page.slice(end)
}
