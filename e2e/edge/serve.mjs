// A server on a free port, in Deno or in Bun; it prints its address.
import { createApp } from './app.mjs'

const dist = new URL('../../dist/', import.meta.url)
const { Deno, Bun } = /** @type {any} */ (globalThis)
const preset = await import(new URL(Deno ? 'edge-deno.js' : 'edge-bun.js', dist).href)
const app = createApp(preset.createHandler, await import(new URL('edge.js', dist).href))

if (Deno) {
  Deno.serve({
    port: 0,
    hostname: '127.0.0.1',
    onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
    handler: (request) => app(request),
  })
} else {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => app(request) })
  console.log(`http://127.0.0.1:${server.port}`)
}
