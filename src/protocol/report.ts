/**
 * Tells of an error that fails no call, as the platform tells of one that nobody caught. Node and some edge runtimes have no
 * `reportError`: there it is a warning on the console, so that it is never lost.
 */
export function report(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
  // biome-ignore lint/suspicious/noConsole: the only place left where the caller can see it
  else console.warn(error)
}
