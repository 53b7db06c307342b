import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { type ClientLimits, createHttpServer } from './http-server.js'

/** Clients that take their time. Each ends by a limit of the server, however long that takes here. */

/** A minute is never, in a test. */
const PATIENT: ClientLimits = {
  request: 60_000,
  headers: 60_000,
  checkEvery: 20,
  keepAlive: 60_000,
  idle: 60_000,
  connections: 100,
}

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function listen(
  limits: Partial<ClientLimits>,
  listener: RequestListener = (_, response) => response.end('ok'),
) {
  const server = createHttpServer(listener, { ...PATIENT, ...limits })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function client(port: number, start = ''): Socket {
  const socket = connect(port, '127.0.0.1')
  // A connection that the server closed while it was written to is reset.
  socket.on('error', () => {})
  open.push(() => socket.destroy())
  socket.write(start)
  return socket
}

/** Writes a piece again and again, until the connection ends. @returns what the server answered */
async function trickle(socket: Socket, piece: string): Promise<string> {
  const timer = setInterval(() => socket.writable && socket.write(piece), 10)
  const answer = await text(socket).catch(() => 'reset')
  clearInterval(timer)
  return answer
}

test('headers that never end, line by line', async () => {
  const port = await listen({ headers: 100, request: 200 })
  const answer = await trickle(client(port, 'GET / HTTP/1.1\r\nHost: a\r\n'), 'x: y\r\n')
  expect(answer).toMatch(/^(HTTP\/1.1 408|reset)/)
})

test('a connection that says nothing', async () => {
  const port = await listen({ headers: 100, request: 200 })
  expect(await text(client(port))).toMatch(/^(HTTP\/1.1 408|$)/)
})

test('a body that never ends, byte by byte', async () => {
  const listener: RequestListener = (request, response) => {
    request.on('error', () => {}).resume()
    request.on('end', () => response.end('read'))
  }
  const port = await listen({ request: 200, headers: 100 }, listener)
  const start = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n'
  expect(await trickle(client(port, start), 'x')).toMatch(/^(HTTP\/1.1 408|reset|$)/)
})

test('an answer that nobody reads', async () => {
  const closed = new Promise((resolve) =>
    listen({ idle: 100 }, (_, response) => {
      response.on('close', resolve)
      response.end(Buffer.alloc(64 * 2 ** 20))
    }).then((port) => client(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n').pause()),
  )
  await closed
})

test('more connections than there may be: one more is closed, and there is room again when one ends', async () => {
  const port = await listen({ connections: 2 })
  const ask = async () => {
    const socket = client(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    return (await text(socket).catch(() => '')).slice(0, 15)
  }
  const held = [client(port, 'GET /'), client(port, 'GET /')]
  await Promise.all(held.map((socket) => once(socket, 'connect')))
  await expect.poll(ask).toBe('')
  held[0]!.destroy()
  await expect.poll(ask).toBe('HTTP/1.1 200 OK')
})
