import { readPath } from '../../wire/paths.js'
import { ABORT, CLAIM, HERE, QUESTION, type RelayedRequest, type RelayedResponse } from './messages.js'

/** Options of {@link routeRerank}. All may be left out. */
export interface RouteOptions {
  /** Which paths of the own origin are answered. Default: those of every dialect, such as `/v1/rerank`. */
  matches?: (pathname: string) => boolean
  /** Milliseconds in which a page must say that it answers. Default: 2,000. */
  timeout?: number
  /**
   * Whether the service worker takes control at once, replacing an earlier one, of open pages too. If not, the requests of a
   * first visit go to the network. Default: true.
   */
  claim?: boolean
}

/** The part of `self` that is used in a service worker: the types for pages do not have `ServiceWorkerGlobalScope`. */
export interface ServiceWorkerScope {
  readonly location: { readonly origin: string }
  readonly clients: object
  skipWaiting(): Promise<void>
  addEventListener(type: string, listener: (event: Event) => void): void
}

/** Milliseconds between two looks whether the page that answers is still there. */
const CHECK_EVERY = 1000

/**
 * In a service worker: answers rerank requests (POST) to the own origin by a page in which {@link answerServiceWorker} runs,
 * the asking page or another one. Without such a page the answer is 503. All other requests are left alone.
 * @example
 * ```ts
 * // In the service worker, a module:
 * import { routeRerank } from 'webrerank/service-worker'
 *
 * routeRerank(self as unknown as ServiceWorkerGlobalScope)
 * ```
 */
export function routeRerank(self: ServiceWorkerScope, options: RouteOptions = {}): void {
  const {
    matches = (pathname: string) => readPath(pathname) !== undefined,
    timeout = 2000,
    claim = true,
  } = options
  const scope = self as unknown as ServiceWorkerGlobalScope
  if (claim) {
    scope.addEventListener('install', () => void scope.skipWaiting())
    const take = (event: ExtendableEvent) => event.waitUntil(scope.clients.claim())
    scope.addEventListener('activate', take)
    scope.addEventListener('message', (event) => {
      if (event.data === CLAIM) take(event)
    })
  }
  scope.addEventListener('fetch', (event) => {
    const { url, method, mode } = event.request
    const { origin, pathname } = new URL(url)
    // A page of the site may have such an address, and a form may be sent to it: navigations are the site's own.
    if (method === 'POST' && mode !== 'navigate' && origin === scope.location.origin && matches(pathname))
      event.respondWith(relay(scope.clients, event.request, timeout))
  })
}

async function relay(clients: Clients, request: Request, timeout: number): Promise<Response> {
  const { url, method } = request
  // Not as text: what is no UTF-8 must arrive as it is, to be refused.
  const body = await request.blob()
  const page = await findPage(clients, timeout)
  if (!page) return unavailable('no page of this site answers rerank requests')
  const { id, port } = page
  return new Promise((resolve) => {
    const finish = (response: Response) => {
      clearInterval(watch)
      port.close()
      resolve(response)
    }
    // A page that is closed tells nobody.
    const watch = setInterval(async () => {
      if (!(await clients.get(id))) finish(unavailable('the page that answered was closed'))
    }, CHECK_EVERY)
    port.onmessage = ({ data }: MessageEvent<RelayedResponse | undefined>) => {
      finish(data ? new Response(data.body, data) : Response.error())
    }
    request.signal.addEventListener('abort', () => port.postMessage(ABORT))
    const relayed: RelayedRequest = { url, method, body }
    port.postMessage(relayed)
  })
}

/** The first page that says it answers, and a port to it. */
async function findPage(
  clients: Clients,
  timeout: number,
): Promise<{ id: string; port: MessagePort } | undefined> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  return new Promise((resolve) => {
    const ports = new Set<MessagePort>()
    const finish = (page?: { id: string; port: MessagePort }) => {
      clearTimeout(timer)
      for (const port of ports) if (port !== page?.port) port.close()
      resolve(page)
    }
    const timer = setTimeout(finish, timeout)
    for (const page of pages) {
      const { port1, port2 } = new MessageChannel()
      ports.add(port1)
      port1.onmessage = ({ data }) => {
        if (data === HERE) finish({ id: page.id, port: port1 })
      }
      page.postMessage(QUESTION, [port2])
    }
  })
}

function unavailable(message: string): Response {
  const error = { message, type: 'server_error', param: null, code: 'unavailable' }
  return Response.json({ error, code: 503, message, data: null }, { status: 503 })
}
