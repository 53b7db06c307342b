import { ABORT, HERE, QUESTION, type RelayedRequest, type RelayedResponse } from './messages.js'

/**
 * In a page: answers what the site's service worker relays with {@link routeRerank}.
 * @param reranker whose `fetch` answers; `{ fetch: rerank }` for any model of the catalogue
 * @returns a function that stops answering
 * @example
 * ```ts
 * import { rerank } from 'webrerank'
 * import { answerServiceWorker } from 'webrerank/service-worker'
 *
 * const stop = answerServiceWorker({ fetch: rerank })
 * ```
 */
export function answerServiceWorker(reranker: { fetch: typeof fetch }): () => void {
  const { serviceWorker } = navigator
  const listen = ({ data, ports }: MessageEvent<unknown>) => {
    const [port] = ports
    if (data !== QUESTION || !port) return
    const abort = new AbortController()
    port.onmessage = async ({ data: request }: MessageEvent<RelayedRequest | typeof ABORT>) => {
      if (request === ABORT) return abort.abort()
      port.postMessage(await answer(reranker.fetch, request, abort.signal))
    }
    port.postMessage(HERE)
  }
  serviceWorker.addEventListener('message', listen)
  serviceWorker.startMessages()
  return () => serviceWorker.removeEventListener('message', listen)
}

async function answer(
  fetch: typeof globalThis.fetch,
  { url, method, body }: RelayedRequest,
  signal: AbortSignal,
): Promise<RelayedResponse | undefined> {
  try {
    const response = await fetch(url, { method, signal, body })
    return { status: response.status, headers: [...response.headers], body: await response.text() }
  } catch {
    // Aborted: nobody waits for this any more.
    return undefined
  }
}
