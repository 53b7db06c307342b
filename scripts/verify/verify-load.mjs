// A server under many large bodies at once: what it answers, its memory, and how long /health takes meanwhile.
//   node scripts/verify/verify-load.mjs [bodies=200] [mebibytes=31]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

const [bodies = 200, mebibytes = 31] = process.argv.slice(2).map(Number)
const MIB = 2 ** 20
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** Clients run in a thread, so that they do not hold up the one that asks for /health. */
const CLIENTS = `
  const { request } = require('node:http')
  const { parentPort, workerData: { url, bodies, bytes } } = require('node:worker_threads')
  const head = '{"query":"what is a vector database?","documents":["'
  const tail = '"],"max_tokens_per_doc":100}'
  const body = Buffer.from(head + 'words of text '.repeat(Math.ceil(bytes / 14)).slice(0, bytes - head.length - tail.length) + tail)
  // Not fetch, which would copy the body for each request.
  const post = () => new Promise((resolve) => {
    const asked = request(url + '/v1/rerank', { method: 'POST', agent: false, headers: { 'content-length': body.length } })
    asked.on('response', (response) => response.on('close', () => resolve(response.statusCode)).resume())
    asked.on('error', (error) => resolve(error.code))
    asked.end(body)
  })
  Promise.all(Array.from({ length: bodies }, post)).then((statuses) => parentPort.postMessage(statuses))
`

const server = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--runtime', 'wasm'], {
  stdio: ['ignore', 'pipe', 'pipe'],
})
let log = ''
server.stderr.on('data', (data) => {
  log = (log + data).slice(-5000)
})
server.on('exit', (code, signal) => {
  if (code !== 0) console.error(`the server ended with ${code ?? signal}: ${log}`)
})
const [start] = await once(server.stdout, 'data')
const url = /http:\S+/.exec(String(start))[0]
const health = async () => {
  const from = performance.now()
  // On a connection of its own: the server ends one that idles.
  const response = await fetch(`${url}/health`, { headers: { connection: 'close' } })
  await response.text()
  return { status: response.status, milliseconds: performance.now() - from }
}
while ((await fetch(`${url}/ready`)).status !== 200) await new Promise((next) => setTimeout(next, 100))

const before = residentMib()
const clients = new Worker(CLIENTS, { eval: true, workerData: { url, bodies, bytes: mebibytes * MIB } })
let statuses
clients.once('message', (message) => {
  statuses = message
})
const from = performance.now()
const times = []
let most = before
while (!statuses) {
  const { status, milliseconds } = await health()
  if (status === 200) times.push(milliseconds)
  most = Math.max(most, residentMib())
  await new Promise((next) => setTimeout(next, 20))
}
const seconds = (performance.now() - from) / 1000
server.kill('SIGTERM')
await once(server, 'exit')

times.sort((a, b) => a - b)
const share = (part) => times[Math.min(times.length - 1, Math.floor(part * times.length))].toFixed(0)
const counts = new Map()
for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
console.log(
  `${bodies} bodies of ${mebibytes} MiB in ${seconds.toFixed(1)} s; load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`,
)
console.log(`answers: ${Array.from(counts, ([status, count]) => `${count} of ${status}`).join(', ')}`)
console.log(`memory: ${before} MiB before, ${most} MiB at most`)
console.log(
  `/health: ${times.length} times, median ${share(0.5)} ms, 95 % within ${share(0.95)} ms, longest ${share(1)} ms`,
)

/** Of the server's process, by the kernel's own count, which its threads are part of. */
function residentMib() {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024)
}
