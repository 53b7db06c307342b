import type { RerankerOptions } from 'webrerank'
import { type Pagefind, pagefindStage } from '../search/adapters/pagefind.js'
import type { FirstStage, SearchReranker } from '../search/types.js'

/**
 * The first stage that the markup names: JSON inside the element, an address that ends in `.json`, or a folder with
 * Pagefind's index. Called at the first focus. What fails to load is told at the query, and tried again at the next.
 */
export function openSource(element: HTMLElement): FirstStage {
  const inline = element.querySelector('script[type="application/json"]')?.textContent
  const address = new URL(element.getAttribute('src') ?? 'pagefind/', document.baseURI)
  if (inline || address.pathname.endsWith('.json')) {
    const stage = retried(() => load(inline, address))
    return async (query, options) => (await stage())(query, options)
  }
  const file = new URL('pagefind.js', address.href.replace(/\/?$/, '/')).href
  return pagefindStage(retried(() => import(/* @vite-ignore */ file) as Promise<Pagefind>))
}

/** The reranker that the markup names. Its code is fetched now. */
export async function loadReranker(element: HTMLElement): Promise<SearchReranker> {
  const { createReranker } = await import('webrerank')
  const attribute = (name: string) => element.getAttribute(name) ?? undefined
  const options = { model: attribute('model'), device: attribute('device') }
  // What is no device is refused there.
  return createReranker(options as RerankerOptions)
}

/** Starts at once, keeps what came of it, and starts again after a failure. */
function retried<T>(start: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  const get = () => {
    running ??= start().catch((error) => {
      running = undefined
      throw error
    })
    return running
  }
  get().catch(() => {})
  return get
}

async function load(inline: string | null | undefined, address: URL): Promise<FirstStage> {
  const { jsonStage } = await import('./json-index.js')
  if (inline) return jsonStage(JSON.parse(inline))
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address.href} answered ${response.status}`)
  return jsonStage(await response.json())
}
