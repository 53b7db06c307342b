import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'

export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
/** Has a process say what it leaves at its end. */
const LEFTOVERS = new URL('leftovers.mjs', import.meta.url).href

/** `webrerank serve` in a process of its own. */
export interface ApiServer {
  readonly url: string
  readonly process: ChildProcess
  /** What it wrote to stderr so far. */
  readonly log: () => string
  /** Resolves once the model is loaded. */
  ready(): Promise<void>
  /** Resolves once so many requests are being answered. */
  active(count: number): Promise<void>
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>
  /** Tells it to stop. @returns its exit code */
  stop(): Promise<number | null>
  /** What a raw request is answered, with whatever path and headers. */
  ask(path: string, request?: RawRequest): Promise<RawAnswer>
}

export interface RawRequest {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string | Uint8Array
  /** Default: a connection of its own. */
  agent?: Agent
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/**
 * Stops a server, and looks at what holds at the end of every one: it exits by itself, which it does not where a socket or
 * a timer is left open or a rejection was not handled; no thread is left, nor a timer without a hold on the process; and it
 * wrote nothing but log entries, none of them an error.
 */
export async function endServer(server: ApiServer, { errors = 0 } = {}): Promise<void> {
  const { exitCode, signalCode } = server.process
  // A test may have ended it, by one signal or by two; what was not caught ends it with another code.
  if (exitCode !== null) return expect([0, 130], server.log()).toContain(exitCode)
  if (signalCode !== null) return
  expect(await server.stop(), server.log()).toBe(0)
  const entries = server
    .log()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { message: string; held?: string[] })
  expect(entries.filter(({ message }) => message === 'error')).toHaveLength(errors)
  // One whose log nobody reads cannot tell.
  if (server.process.stderr!.destroyed && entries.at(-1)?.message !== 'left') return
  expect(entries.at(-1)).toEqual({ message: 'left', threads: 0, timers: 0, held: expect.any(Array) })
}

/** A request as it is written here: no path is normalized, and no header added. */
function askRaw(url: string, path: string, { body, ...options }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, agent: false, ...options }, async (response) => {
      const answer = { status: response.statusCode!, headers: response.headers }
      resolve({ ...answer, text: await text(response).catch(() => '') })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Its stop waits for no load balancer, unless the arguments say how long. */
export async function startServer(args: readonly string[] = [], env = {}): Promise<ApiServer> {
  const child = spawn(
    process.execPath,
    ['--import', LEFTOVERS, CLI, 'serve', '--port', '0', '--drain', '0', ...args],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let log = ''
  child.stderr.on('data', (data) => {
    log += data
  })
  const exited = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data) => resolve(/http:\S+/.exec(String(data))![0]))
    exited.then(() => reject(new Error(`the server did not start: ${log}`)))
  })
  return {
    url,
    process: child,
    log: () => log,
    async ready() {
      while ((await fetch(`${url}/ready`)).status !== 200) await new Promise((next) => setTimeout(next, 50))
    },
    async active(count) {
      const metrics = async () => (await fetch(`${url}/metrics`)).text()
      await expect.poll(metrics, { timeout: 30_000 }).toContain(`webrerank_requests_active ${count}\n`)
    },
    post: (path, body, init = {}) =>
      fetch(url + path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      }),
    ask: (path, raw = {}) => askRaw(url, path, raw),
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      return code as number | null
    },
  }
}
