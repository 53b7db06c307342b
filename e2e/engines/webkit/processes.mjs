// Processes that the bridge starts, and ends with itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'

const running = new Set()

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function start(command, args, options) {
  const child = spawn(command, args, options)
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

export function endAll() {
  for (const child of running) child.kill()
}

let display

/** The number of an X server without a screen, the same for all windows. */
export function startDisplay() {
  display ??= (async () => {
    const server = start('Xvfb', ['-displayfd', '1', '-screen', '0', '2000x1600x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    server.once('exit', () => server.stdout.destroy(new Error('Xvfb ended')))
    const [number] = await once(server.stdout, 'data')
    return `:${String(number).trim()}`
  })()
  return display
}

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {net.AddressInfo} */ (server.address())
  server.close()
  return port
}
