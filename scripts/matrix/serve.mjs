// Serves what a project has built, or starts the server of its tool.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { stripVTControlCharacters } from 'node:util'
import { serveStatic } from '../static-server.mjs'

/** Milliseconds in which a tool's server must listen. */
const START_LIMIT = 120_000

/**
 * A plain static host.
 * @param {string} folder
 * @param {string} base
 * @param {string} [assets] has the same files under another origin, with CORS, at this port
 */
export async function serveFolder(folder, base, assets) {
  const site = await serveStatic({ [base]: folder })
  if (!assets) return site
  const other = await serveStatic(
    { '/': folder },
    {
      port: Number(assets),
      before: (_, response) => void response.setHeader('access-control-allow-origin', '*'),
    },
  )
  return {
    origin: site.origin,
    async close() {
      await Promise.all([site.close(), other.close()])
    },
  }
}

/**
 * Starts a command that serves, and waits until its port answers.
 * @param {string[]} command `{port}` stands for a free port
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
export async function startServer(command, folder, env) {
  const port = await freePort()
  const [program, ...rest] = command.map((part) => part.replaceAll('{port}', String(port)))
  // A group of its own, since tools start others.
  const child = spawn(program, rest, { cwd: folder, env: { ...env, PORT: String(port) }, detached: true })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      printed += stripVTControlCharacters(data.toString())
    })
  let ended = false
  const end = once(child, 'exit').then(() => {
    ended = true
  })
  const origin = `http://localhost:${port}/`
  const group = -(/** @type {number} */ (child.pid))
  const stop = async () => {
    if (!ended) process.kill(group, 'SIGKILL')
    await end
    // A tool's own processes end after the first: Vite starts no second server beside one of the same project.
    while (isAlive(group)) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const limit = Date.now() + START_LIMIT
  while (!(await answers(origin))) {
    if (ended || Date.now() > limit) {
      await stop()
      throw new Error(`the server did not start: ${printed.slice(-3000)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return { origin, close: stop }
}

/** @param {number} group a group of processes, negative */
function isAlive(group) {
  try {
    return process.kill(group, 0)
  } catch {
    return false
  }
}

/** @param {string} origin */
async function answers(origin) {
  try {
    await fetch(origin, { signal: AbortSignal.timeout(20_000) })
    return true
  } catch {
    return false
  }
}

export async function freePort() {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}
