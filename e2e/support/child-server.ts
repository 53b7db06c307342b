import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own. */
export interface ChildServer {
  url: string
  stop(): Promise<void>
}

/**
 * Starts a command that serves, and tells its address on either output.
 * @param env what differs from this process's environment
 */
export async function startChildServer(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ChildServer> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const exited = once(child, 'exit')
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (data: unknown) => {
      output += data
      const address = /http:\/\/[^/\s]+(?=[/\s])/.exec(output)
      if (address) resolve(address[0])
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', reject)
    exited.then(() => reject(new Error(`${command} ended: ${output}`)), reject)
  })
  return {
    url,
    async stop() {
      child.kill()
      await exited
    },
  }
}
