/** A request that this page or its worker made. */
export interface RequestEntry {
  url: string
  /** When it began, in milliseconds since 1970, the same clock for the page and its workers. */
  at: number
}

const entries: RequestEntry[] = []
const listeners = new Set<() => void>()
const add = (more: readonly RequestEntry[]) => {
  entries.push(...more)
  for (const listener of listeners) listener()
}

/** Requests that began after a time. */
export function requestsSince(time: number): RequestEntry[] {
  return entries.filter(({ at }) => at > time)
}

/** Calls whenever a request is noticed. */
export function onRequest(listener: () => void): void {
  listeners.add(listener)
}

/** Entries of a performance timeline as requests: the page's own, and in the worker the worker's. */
export function toRequests(list: PerformanceObserverEntryList): RequestEntry[] {
  return list
    .getEntries()
    .map(({ name, startTime }) => ({ url: name, at: performance.timeOrigin + startTime }))
}

/** Watches what the page itself asks for; the browser keeps what was before. */
export function watchRequests(): void {
  new PerformanceObserver((list) => add(toRequests(list))).observe({ type: 'resource', buffered: true })
}

/**
 * Makes the library's worker, with one thing before it: it tells of each request that it makes, which the page could
 * not see otherwise.
 */
export function createWorker(): Worker {
  const name = `webrerank-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
  // Never closed: the worker may be ended by the library at any time, and one channel more costs nothing.
  new BroadcastChannel(name).addEventListener('message', ({ data }) => add(data as RequestEntry[]))
  return new Worker(new URL('./observed-worker.ts', import.meta.url), { type: 'module', name })
}
