// Installs the packed package into fresh projects of other tools, builds and serves each, and has it rank in Chromium.
//   node scripts/matrix/run.mjs [--fast] [--write] [--package FILE] [name...]
// --fast: those that the gate runs. --write: puts the rows into the table of docs/guides/bundlers.md. --package: a packed
// package, in place of one of dist/. Projects stay in the system's temporary folder (MATRIX_DIR), so that a second run
// installs less.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { findChromium, findHeadlessShell, launchArguments } from '../gate/chromium.mjs'
import { createProject, packPackage, ROOT } from './install.mjs'
import { describeOutput } from './output.mjs'
import { PROJECTS } from './projects/index.mjs'
import { serveFolder, startServer } from './serve.mjs'
import { toRow, toTable, writeRows } from './table.mjs'
import { visit } from './visit.mjs'

/** @import { Project, Run, Result } from './types.js' */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fast: { type: 'boolean' }, write: { type: 'boolean' }, package: { type: 'string' } },
})
/** What npm says where there is no registry, or one without these versions: the gate then leaves a tool out, and says so. */
const UNREACHABLE =
  /npm error code (E404|E403|E5\d\d|ENOTFOUND|EAI_AGAIN|ECONN\w+|ENETUNREACH|ETIMEDOUT|ETARGET)/
const DOCS = path.join(ROOT, 'docs/guides/bundlers.md')

const chosen = PROJECTS.filter(
  ({ name, fast }) => (!values.fast || fast) && (positionals.length === 0 || positionals.includes(name)),
)
const unknown = positionals.filter((name) => !PROJECTS.some((project) => project.name === name))
if (unknown.length > 0) throw new Error(`no project of the matrix is named ${unknown.join(', ')}`)

const tarball = values.package ? path.resolve(values.package) : packPackage()
const executablePath = findHeadlessShell() ?? findChromium()
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: launchArguments({ gpu: false }),
})
/** @type {Result[]} */
const results = []
for (const project of chosen) results.push(...(await runProject(project)))
await browser.close()

const rows = results.map(toRow)
console.log(`\n${toTable(rows)}`)
if (values.write) writeFileSync(DOCS, writeRows(readFileSync(DOCS, 'utf8'), rows, PROJECTS))
const failed = results.filter(({ problem, known }) => problem && !known)
console.log(`${results.length - failed.length} passed, ${failed.length} failed`)
if (failed.length > 0) process.exitCode = 1

/** @param {Project} project @returns {Promise<Result[]>} */
async function runProject(project) {
  const { title, version } = project
  const start = Date.now()
  /** @type {string} */
  let folder
  try {
    folder = createProject(project, tarball)
  } catch (error) {
    const problem = problemOf(error)
    const known = values.fast && UNREACHABLE.test(problem) ? 'the registry cannot be reached' : undefined
    console.log(`── ${title}, install: ${known ? `left out, ${known}` : `failed\n${problem}`}`)
    return [{ title, version, run: 'install', problem, ...(known && { known }) }]
  }
  const results = []
  for (const run of project.runs) results.push(await runOnce(project, folder, run))
  console.log(`   ${Math.round((Date.now() - start) / 1000)} s`)
  return results
}

/** @param {Project} project @param {string} folder @param {Run} run @returns {Promise<Result>} */
async function runOnce({ title, version }, folder, run) {
  const result = {
    ...{ title, version, run: run.name },
    ...(run.known && { known: run.known }),
    ...(run.result && { result: run.result }),
  }
  process.stdout.write(`── ${title}, ${run.name}: `)
  const environment = { ...process.env, NODE_ENV: undefined, CI: '1', ...run.environment }
  try {
    for (const [command, ...rest] of run.build ?? [])
      execFileSync(command, rest, { cwd: folder, stdio: 'pipe', env: environment, timeout: 600_000 })
    const output = run.build && run.output ? describeOutput(path.join(folder, run.output)) : undefined
    if (!run.page) {
      console.log('ok')
      return { ...result, ...(output && { output }) }
    }
    const server = run.serve
      ? await startServer(run.serve, folder, environment)
      : await serveFolder(path.join(folder, run.output ?? '.'), run.base ?? '/', run.assets)
    try {
      if (run.check) {
        await run.check({ browser, folder, origin: server.origin })
        console.log('ok')
        return { ...result, ...(output && { output }) }
      }
      const ranked = await visit(browser, new URL(run.page, server.origin).href)
      if (run.afterwards) await run.afterwards({ browser, folder, origin: server.origin, ranked })
      console.log(`ok (${ranked.title})`)
      return { ...result, ...(output && { output }) }
    } finally {
      await server.close()
    }
  } catch (error) {
    const problem = problemOf(error)
    console.log(run.known ? `as known: ${run.known}` : `failed\n${problem}`)
    return { ...result, problem }
  }
}

/** @param {unknown} error */
function problemOf(error) {
  const {
    message,
    stdout = '',
    stderr = '',
  } = /** @type {Error & { stdout?: Buffer, stderr?: Buffer }} */ (error)
  return [message, String(stdout).slice(-3000), String(stderr).slice(-3000)].filter(Boolean).join('\n')
}
