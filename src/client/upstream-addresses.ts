/** Milliseconds for which an address that failed comes after the others. */
const AVOID_FOR = 10_000

/** The addresses of an upstream, and which of them failed lately. */
export interface UpstreamAddresses {
  /** All of them in the order in which a request should try them: in turns, those that failed lately at the end. */
  next(): string[]
  /** Notes how a request to an address ended. */
  note(url: string, answered: boolean): void
}

/**
 * @param urls at least one
 * @param now milliseconds
 */
export function createUpstreamAddresses(
  urls: readonly string[],
  now: () => number = () => performance.now(),
): UpstreamAddresses {
  const failedAt = new Map<string, number>()
  let turn = 0
  const failedLately = (url: string) => now() - (failedAt.get(url) ?? -Infinity) < AVOID_FOR
  return {
    next() {
      const start = turn++ % urls.length
      const order = [...urls.slice(start), ...urls.slice(0, start)]
      return [...order.filter((url) => !failedLately(url)), ...order.filter(failedLately)]
    },
    note(url, answered) {
      if (answered) failedAt.delete(url)
      else failedAt.set(url, now())
    },
  }
}
