import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** `webrerank serve` in a process of its own. */
export interface ApiServer {
  readonly url: string
  readonly process: ChildProcess
  /** What it wrote to stderr so far. */
  readonly log: () => string
  /** Resolves once the model is loaded. */
  ready(): Promise<void>
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>
  /** Tells it to stop. @returns its exit code */
  stop(): Promise<number | null>
}

export async function startServer(args: readonly string[] = [], env = {}): Promise<ApiServer> {
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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
      while ((await fetch(`${url}/health`)).status !== 200) await new Promise((next) => setTimeout(next, 50))
    },
    post: (path, body, init = {}) =>
      fetch(url + path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      }),
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      return code as number | null
    },
  }
}
