import { CLAIM } from './messages.js'
import { answerServiceWorker } from './page.js'

/**
 * In a page: registers the service worker, answers the requests that it relays, and waits until it controls this page. Requests
 * made before that go to the network. It waits for ever for a script that takes no control by itself (`routeRerank` with
 * `claim: false`): call `answerServiceWorker` there.
 * @param script the service worker's address, such as `/webrerank-sw.js`: a copy of the package's `dist/webrerank-sw.js`
 * @param reranker whose `fetch` answers; `{ fetch: rerank }` for any model of the catalogue
 * @param options of `navigator.serviceWorker.register`
 * @returns a function that stops answering
 * @throws Error where there are no service workers (they need HTTPS or localhost); DOMException where the script is refused
 * @example
 * ```ts
 * import { rerank } from 'webrerank'
 * import { startServiceWorker } from 'webrerank/service-worker'
 *
 * const stop = await startServiceWorker('/webrerank-sw.js', { fetch: rerank })
 * ```
 */
export async function startServiceWorker(
  script: string | URL,
  reranker: { fetch: typeof fetch },
  options?: RegistrationOptions,
): Promise<() => void> {
  const { serviceWorker } = navigator as Partial<Navigator>
  if (!serviceWorker) throw new Error('This page has no service workers: they need HTTPS or localhost')
  const stop = answerServiceWorker(reranker)
  try {
    const controlled = new Promise<void>((resolve) => {
      if (serviceWorker.controller) return resolve()
      serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
    })
    const { active } = await serviceWorker.register(script, options)
    // It was active before this page was there, such as one that is reloaded past it (Shift): it takes no control by itself.
    if (!serviceWorker.controller) active?.postMessage(CLAIM)
    await controlled
    return stop
  } catch (error) {
    stop()
    throw error
  }
}
