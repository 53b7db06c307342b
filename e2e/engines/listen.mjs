// What Playwright takes for a browser that speaks WebDriver BiDi.
import { once } from 'node:events'
import { WebSocketServer } from 'ws'

/** How a browser says where it listens: Playwright reads it from the standard error. */
export const LISTENING = 'WebDriver BiDi listening on '
/** The longest message: a picture of a page, or a file. */
export const MAX_PAYLOAD = 2 ** 30

/**
 * Listens for Playwright in a browser's place, and says so as a browser does.
 * @param {(playwright: import('ws').WebSocket) => void} onConnection
 */
export async function listenAsBrowser(onConnection) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: MAX_PAYLOAD })
  await once(server, 'listening')
  server.on('connection', onConnection)
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.error(`${LISTENING}ws://127.0.0.1:${address.port}`)
}
