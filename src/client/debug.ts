/** The key of `localStorage` that turns logging on, with any value. */
const SWITCH = 'webrerank-debug'

/**
 * Logs what was decided, in one line, on a page whose `localStorage` has the switch. Texts of requests are never logged.
 */
export function logDecision(line: string): void {
  // biome-ignore lint/suspicious/noConsole: it was asked for.
  if (isOn()) console.info(`webrerank: ${line}`)
}

function isOn(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== null
  } catch {
    // Absent on a server, and refused to a sandboxed frame.
    return false
  }
}

/**
 * Adds `webrerank:<part>` to the timeline of developer tools, and tells `PerformanceObserver`s. The page's own list of
 * entries is cleared of it, since it would grow with every request.
 * @param start as `performance.now()` told it
 * @param duration in milliseconds
 */
export function measure(part: 'load' | 'tokenize' | 'score', start: number, duration: number): void {
  // A host at the edge has the clock alone.
  if (!('measure' in performance)) return
  const name = `webrerank:${part}`
  performance.measure(name, { start, duration })
  performance.clearMeasures(name)
}
