import type { RerankResponse } from '../../src/index.js'
import { type ApiServer, endServer, startServer } from './api-server.js'
import { test as base } from './site.js'

export { expect } from './site.js'

/** The body of an answer, in whatever dialect. */
export const readAnswer = async (response: Response) =>
  (await response.json()) as RerankResponse & Record<string, never>

/** `server`: one for all tests of a worker. `start`: servers of a test's own. Each is looked at when it ends. */
export const test = base.extend<{ start: typeof startServer }, { server: ApiServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from a pattern
    async ({}, use) => {
      const server = await startServer(['--runtime', 'wasm'])
      await server.ready()
      await use(server)
      await endServer(server)
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from a pattern
  start: async ({}, use) => {
    const started: ApiServer[] = []
    await use(async (...args) => {
      const server = await startServer(...args)
      started.push(server)
      return server
    })
    for (const server of started) await endServer(server)
  },
})
