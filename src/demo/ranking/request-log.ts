/** A request that this page or its worker made. */
export interface RequestEntry {
  url: string
  /** When it began, in milliseconds since 1970, the same clock for the page and its workers. */
  at: number
  /** Bytes that came over the network; 0 for what was cached. */
  bytes: number
  /** Milliseconds from the first byte that was asked for to the last that came. */
  time: number
}

/** Smaller files tell more of the distance than of the speed. */
const LARGE = 200_000

const entries: RequestEntry[] = []
const listeners = new Set<() => void>()
const add = (more: readonly RequestEntry[]) => {
  for (const entry of more) entries.push(entry)
  for (const listener of listeners) listener()
}

/** Requests that began after a time. The script of one more worker is told by {@link workersSince}. */
export function requestsSince(time: number): RequestEntry[] {
  return entries.filter(({ at, url }) => at > time && !isWorker(url))
}

/** Workers that were started after a time, to share the work on a CPU that is slow: each loads its script anew. */
export function workersSince(time: number): number {
  return entries.filter(({ at, url }) => at > time && isWorker(url)).length
}

function isWorker(url: string): boolean {
  const { origin, pathname } = new URL(url)
  return origin === location.origin && /\/observed-worker[^/]*\.[jt]s$/.test(pathname)
}

/** Calls whenever a request is noticed. */
export function onRequest(listener: () => void): void {
  listeners.add(listener)
}

/** Entries of a performance timeline as requests: the page's own, and in the worker the worker's. */
export function toRequests(list: PerformanceObserverEntryList): RequestEntry[] {
  return list.getEntries().map((entry) => {
    const { name, startTime, responseEnd, requestStart, transferSize } = entry as PerformanceResourceTiming
    const time = responseEnd - requestStart
    return { url: name, at: performance.timeOrigin + startTime, bytes: transferSize, time }
  })
}

/**
 * Bytes a second of this connection: as the largest file came that was loaded so far, else as the browser estimates.
 * @returns `undefined` where neither is known
 */
export function connectionSpeed(): number | undefined {
  const large = entries.filter(({ bytes, time }) => bytes >= LARGE && time > 0)
  const largest = large.toSorted((a, b) => b.bytes - a.bytes)[0]
  if (largest) return (largest.bytes / largest.time) * 1000
  const { connection } = navigator as Navigator & { connection?: { downlink?: number } }
  return connection?.downlink ? (connection.downlink * 1e6) / 8 : undefined
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
