// The proxy that all requests of a WebKit go by: WebDriver tells of none and holds none up. It gives Playwright
// `page.on('request')`, `page.route` and `setOffline`.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { tmpdir } from 'node:os'
import tls from 'node:tls'

/** What concerns the way to the next host alone. */
const HOP_BY_HOP = /^(connection|keep-alive|proxy-connection|transfer-encoding)$/i
const INITIATOR = { type: 'other' }

/** @typedef {{ kind: 'continue' | 'provide' | 'fail', url?: string, method?: string, statusCode?: number, headers?: any[], body?: any }} Decision */

export class RequestProxy {
  offline = false
  /** How many patterns of routes there are: a request waits for a decision where there is one. */
  intercepts = 0
  #createTeller
  #held = new Map()
  #server = http.createServer((request, response) => {
    this.#answer(request, response, request.url).catch(() => response.destroy())
  })

  /**
   * @param {() => (method: string, details: object) => boolean} createTeller gives what tells Playwright of one request; false
   * where no page can have asked
   */
  constructor(createTeller) {
    this.#createTeller = createTeller
    this.#server.on('connect', (request, socket) => this.#unwrap(request.url, socket))
    this.#server.on('clientError', (_error, socket) => socket.destroy())
  }

  /** @returns {Promise<string>} its address */
  listen() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address())
        resolve(`http://127.0.0.1:${port}`)
      })
    })
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** @param {string} id @param {Decision} decision */
  decide(id, decision) {
    this.#held.get(id)?.(decision)
    this.#held.delete(id)
  }

  /** A request by HTTPS is answered here too, with a certificate that the shell does not check. */
  #unwrap(host, socket) {
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const secure = new tls.TLSSocket(socket, { isServer: true, ...certificate() })
    secure.on('error', () => secure.destroy())
    const inner = http.createServer((request, response) => {
      const url = `https://${host.replace(/:443$/, '')}${request.url}`
      this.#answer(request, response, url).catch(() => response.destroy())
    })
    inner.emit('connection', secure)
  }

  async #answer(request, response, url) {
    const body = await bytesOf(request)
    const id = randomUUID()
    const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.test(name))
    const asked = {
      request: id,
      url,
      method: request.method,
      headers: toBidi(headers),
      cookies: [],
      headersSize: 0,
      bodySize: body.length,
      destination: request.headers['sec-fetch-dest'] ?? '',
      initiatorType: null,
      timings: { requestTime: Date.now() },
    }
    const tellPage = this.#createTeller()
    const tell = (method, details = {}) =>
      tellPage(`network.${method}`, { request: asked, isBlocked: false, redirectCount: 0, ...details })
    const fail = () => {
      tell('fetchError', { errorText: 'NS_ERROR_CONNECTION_REFUSED' })
      response.destroy()
    }
    const decision = await this.#decisionOn(id, tell)
    if (decision.kind === 'fail') return fail()
    if (decision.kind === 'provide') return provide(decision, response, tell, url)
    pass({ request, response, headers, body, decision, tell, fail, url })
  }

  /** @returns {Promise<Decision>} */
  async #decisionOn(id, tell) {
    if (this.offline || this.intercepts === 0) {
      tell('beforeRequestSent', { initiator: INITIATOR })
      return { kind: this.offline ? 'fail' : 'continue' }
    }
    const decided = new Promise((resolve) => this.#held.set(id, resolve))
    const told = tell('beforeRequestSent', { initiator: INITIATOR, isBlocked: true, intercepts: ['route'] })
    return told ? decided : { kind: 'continue' }
  }
}

/** An answer of the test. @param {Decision} decision */
function provide({ statusCode = 200, headers = [], body }, response, tell, url) {
  const given = Object.fromEntries(
    headers.map(({ name, value }) => [name, value.value]).filter(([name]) => !/^content-length$/i.test(name)),
  )
  const bytes = body ? Buffer.from(body.value, body.type === 'base64' ? 'base64' : 'utf8') : Buffer.alloc(0)
  response.writeHead(statusCode, { ...given, 'content-length': bytes.length })
  response.end(bytes)
  const answered = answerOf(url, statusCode, '', given, bytes.length)
  tell('responseStarted', answered)
  tell('responseCompleted', answered)
}

/** The answer of the server. */
function pass({ request, response, headers, body, decision, tell, fail, url }) {
  const to = new URL(decision.url ?? url)
  // Nothing but this machine is asked, as the tests demand.
  if (to.protocol === 'https:') return fail()
  const onward = http.request(
    {
      host: to.hostname === 'localhost' ? '127.0.0.1' : to.hostname,
      port: to.port || 80,
      method: decision.method ?? request.method,
      path: to.pathname + to.search,
      headers: { ...Object.fromEntries(headers), host: to.host },
      agent: false,
    },
    (answer) => {
      const given = Object.fromEntries(
        Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.test(name)),
      )
      const told = (size) => answerOf(url, answer.statusCode, answer.statusMessage, given, size)
      tell('responseStarted', told(0))
      response.writeHead(answer.statusCode, answer.statusMessage, given)
      let size = 0
      answer.on('data', (part) => {
        size += part.length
      })
      answer.on('end', () => tell('responseCompleted', told(size)))
      answer.on('error', fail)
      answer.pipe(response)
    },
  )
  onward.on('error', fail)
  response.on('close', () => onward.destroy())
  onward.end(decision.body ? Buffer.from(decision.body.value, 'base64') : body)
}

function answerOf(url, status, statusText, headers, size) {
  return {
    response: {
      url,
      protocol: 'http/1.1',
      status,
      statusText,
      fromCache: false,
      headers: toBidi(Object.entries(headers)),
      mimeType: '',
      bytesReceived: size,
      headersSize: 0,
      bodySize: size,
      content: { size },
    },
  }
}

function toBidi(headers) {
  return headers.map(([name, value]) => ({ name, value: { type: 'string', value: String(value) } }))
}

async function bytesOf(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts)
}

let made

/** A key and a certificate for any host, new in each run. */
function certificate() {
  made ??= execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=any',
      '-keyout',
      '-',
      '-out',
      '-',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], cwd: tmpdir() },
  )
  return { key: made, cert: made }
}
