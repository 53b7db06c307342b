/** Milliseconds after which what is there is shown without what is not. */
const PATIENCE = 150

/** Milliseconds after which it is ranked without what is not there: that comes with a later query. */
const LONGEST = 2000

interface LoadOptions<T> {
  signal: AbortSignal
  /** Told now and then of those that are there, in their order. */
  tell?: ((there: T[]) => void) | undefined
}

/**
 * Waits for all, but not for the slowest of them where others are there.
 * @returns those that are there, in their order
 * @throws what the first that fails throws, and what the signal was aborted with
 */
export async function loadPages<T>(
  loading: readonly Promise<T>[],
  { signal, tell }: LoadOptions<T>,
): Promise<T[]> {
  const there: { page: T }[] = []
  let news = false
  const each = loading.map(async (promise, i) => {
    there[i] = { page: await promise }
    news = true
  })
  // A list with gaps: flatMap leaves them out.
  const pages = () => there.flatMap(({ page }) => [page])
  const start = performance.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tired = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (signal.aborted) return resolve()
      if (news) tell?.(pages())
      if (there.length > 0 && performance.now() - start >= LONGEST) resolve()
      news = false
    }, PATIENCE)
  })
  try {
    await Promise.race([Promise.all(each), tired])
  } finally {
    clearInterval(timer)
  }
  signal.throwIfAborted()
  return pages()
}
