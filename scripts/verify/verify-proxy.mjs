// Requests through HAProxy and nginx (Debian's packages) while three servers are stopped and killed in turn: none may be lost.
// npm run verify:proxy -- [requests, default 1000]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const COUNT = Number(process.argv[2] ?? 1000)
const AT_ONCE = 6
const PORTS = ['8780', '8781', '8782', '8783']
const DOCUMENTS = Array.from(
  { length: 20 },
  (_, i) => `Passage ${i} on hot chocolate, tea, and the weather in the hills around the lake.`,
)

/** Each with a query of its own, whose scores no server knows. */
const bodyOf = (/** @type {number} */ number) =>
  JSON.stringify({ query: `warm drink ${number}`, documents: DOCUMENTS, return_documents: false })

const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-proxy-'))
const sleep = (/** @type {number} */ milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A port that is free now. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return String(port)
}

async function isReady(/** @type {string} */ port) {
  const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
  return answer?.status === 200
}

async function startServer(/** @type {string} */ port) {
  const options = ['--port', port, '--runtime', 'wasm', '--threads', '1', '--drain', '2000']
  const child = spawn(process.execPath, ['dist/cli.js', 'serve', ...options], { stdio: 'ignore' })
  while (!(await isReady(port))) await sleep(100)
  return child
}

async function verify(/** @type {string} */ name, /** @type {(config: string) => string[]} */ command) {
  const ports = await Promise.all(PORTS.map(freePort))
  const file = path.join(folder, `${name}.conf`)
  const example = name === 'nginx' ? 'nginx.conf' : 'haproxy.cfg'
  let config = await readFile(`examples/proxy/${example}`, 'utf8')
  for (const [i, port] of PORTS.entries())
    config = config.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${ports[i]}`)
  await writeFile(file, config)
  const [front, ...backs] = /** @type {[string, ...string[]]} */ (ports)
  const servers = new Map()
  for (const port of backs) servers.set(port, await startServer(port))
  const [program, ...args] = /** @type {[string, ...string[]]} */ (command(file))
  const proxy = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  while (!(await isReady(front))) await sleep(100)

  let [asked, stops, kills] = [0, 0, 0]
  /** @type {string[]} */
  const lost = []
  let done = false
  const client = async () => {
    while (asked++ < COUNT) {
      const answer = await fetch(`http://127.0.0.1:${front}/v1/rerank`, {
        method: 'POST',
        body: bodyOf(asked),
      }).catch((error) => error)
      const isAnswer =
        answer instanceof Response && answer.status === 200 && (await answer.json()).results.length === 20
      if (!isAnswer) lost.push(String(answer.status ?? answer.cause ?? answer))
    }
  }
  const rotate = async () => {
    for (let turn = 0; !done; turn++) {
      const port = backs[turn % backs.length]
      const server = servers.get(port)
      const isStop = turn % 2 === 0
      if (isStop) stops++
      else kills++
      const exit = once(server, 'exit')
      server.kill(isStop ? 'SIGTERM' : 'SIGKILL')
      await exit
      servers.set(port, await startServer(port))
      // Until the proxy has noticed that it is back.
      await sleep(2500)
    }
  }
  const rotated = rotate()
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  done = true
  await rotated
  for (const child of [proxy, ...servers.values()]) child.kill('SIGKILL')
  console.log(
    `${name}: ${COUNT} requests, ${stops} stops, ${kills} kills, ${lost.length} lost ${lost.slice(0, 5)}`,
  )
  return lost.length === 0
}

const results = [
  await verify('haproxy', (config) => ['haproxy', '-db', '-f', config]),
  await verify('nginx', (config) => [
    'nginx',
    '-e',
    'stderr',
    '-p',
    folder,
    '-c',
    config,
    '-g',
    `daemon off; pid ${folder}/nginx.pid;`,
  ]),
]
await rm(folder, { recursive: true, force: true })
process.exit(results.every(Boolean) ? 0 : 1)
