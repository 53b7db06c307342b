import { RerankError } from '../../src/protocol/errors.js'

export function isMemoryError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /out of memory|bad_alloc|allocat|mapping size|exceeds the max/i.test(error.message)
  )
}

/** The error as the page shall see it. */
export function memoryOr(error: unknown): unknown {
  if (!isMemoryError(error)) return error
  return new RerankError('out_of_memory', `out of memory while scoring: ${(error as Error).message}`, {
    cause: error,
  })
}
