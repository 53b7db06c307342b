// examples/ray-serve as the upstream of a server: its replicas are killed in turn while requests run, and none may be lost.
// Installs Ray Serve in a virtual environment in .cache/ray; needs Python 3.10 or later, and Linux.
// npm run verify:ray -- [requests, default 101]
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const COUNT = Number(process.argv[2] ?? 101)
const AT_ONCE = 8
/** Milliseconds between two kills: about what a replica takes to come back. */
const KILL_EVERY = 4000
/** A name of Ray's own for the processes that hold a model. */
const REPLICA = 'ray::ServeReplica:default:Scorer'
const [RAY_PORT, PORT] = ['8791', '8792']
const DOCUMENTS = Array.from({ length: 400 }, (_, i) => `Passage ${i} on tea and the weather in the hills`)

const root = fileURLToPath(new URL('../..', import.meta.url))
const example = path.join(root, 'examples/ray-serve')
const environment = path.join(root, '.cache/ray')
const bin = (/** @type {string} */ name) => path.join(environment, 'bin', name)
const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-ray-'))
const sleep = (/** @type {number} */ milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

if (!existsSync(bin('serve'))) {
  execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' })
  const requirements = path.join(example, 'requirements.txt')
  execFileSync(bin('python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements], { stdio: 'inherit' })
}
const model = path.join(folder, 'model')
execFileSync(bin('python'), [path.join(example, 'make_model.py'), model], { stdio: 'ignore' })

const config = path.join(folder, 'serve.yaml')
await writeFile(
  config,
  `http_options: { host: 127.0.0.1, port: ${RAY_PORT} }
applications: [{ name: default, route_prefix: /, import_path: 'app:app' }]
`,
)
const ray = spawn(bin('serve'), ['run', config], {
  cwd: example,
  env: { ...process.env, MODEL: model, RAY_USAGE_STATS_ENABLED: '0' },
  stdio: 'ignore',
})
const server = spawn(
  process.execPath,
  [
    ...['dist/cli.js', 'serve', '--port', PORT, '--upstream-when', 'always'],
    ...['--upstream', `http://127.0.0.1:${RAY_PORT}/v1/rerank`],
  ],
  { cwd: root, stdio: 'ignore' },
)

/** @param {import('node:child_process').ChildProcess} child */
async function untilHealthy(child, /** @type {string} */ port) {
  while (!(await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`)
    await sleep(200)
  }
}

/** Process ids of the replicas that run now. */
async function replicas() {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const names = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return pids.filter((_, i) => names[i]?.startsWith(REPLICA)).map(Number)
}

/** @returns {Promise<string>} the scores by document, or what went wrong */
async function ask(/** @type {number} */ number) {
  try {
    const answer = await fetch(`http://127.0.0.1:${PORT}/v1/rerank`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `warm drink ${number}`, documents: DOCUMENTS, return_documents: false }),
    })
    const body = await answer.json()
    if (answer.status !== 200) return `${answer.status} ${JSON.stringify(body)}`
    return body.results
      .toSorted((/** @type {{ index: number }} */ a, /** @type {{ index: number }} */ b) => a.index - b.index)
      .map((/** @type {{ relevance_score: number }} */ { relevance_score }) => relevance_score.toFixed(5))
      .join(' ')
  } catch (error) {
    return String(error)
  }
}

/** All requests, some at a time. */
async function askAll() {
  /** @type {string[]} */
  const answers = []
  let next = 0
  const client = async () => {
    while (next < COUNT) {
      const number = next++
      answers[number] = await ask(number)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return answers
}

let exit = 1
try {
  await untilHealthy(ray, RAY_PORT)
  await untilHealthy(server, PORT)
  const undisturbed = await askAll()
  let [killed, running] = [0, true]
  const killer = (async () => {
    while (running) {
      const [victim, other] = await replicas()
      // One is left: with none, requests wait for as long as a model takes to load.
      if (victim && other) {
        process.kill(victim, 'SIGKILL')
        killed++
      }
      await sleep(KILL_EVERY)
    }
  })()
  const start = performance.now()
  const answers = await askAll()
  running = false
  await killer
  const lost = answers.filter((answer, i) => answer !== undisturbed[i])
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(
    `${COUNT - lost.length} of ${COUNT} requests answered as without kills, ${killed} replicas killed in ${seconds} s`,
  )
  for (const answer of new Set(lost.map((text) => text.slice(0, 200)))) console.log(`lost: ${answer}`)
  exit = lost.length === 0 && killed > 0 ? 0 : 1
} finally {
  server.kill()
  ray.kill('SIGINT')
  await sleep(5000)
  await rm(folder, { recursive: true, force: true })
}
process.exit(exit)
