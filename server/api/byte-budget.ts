import { RerankError } from '../../src/protocol/errors.js'

/** Bytes that all requests share. */
export interface ByteBudget {
  /** Bytes that are held now. */
  readonly used: number
  /** Begins a request, which holds nothing yet. */
  open(): HeldBytes
}

/** What one request holds of a {@link ByteBudget}. */
export interface HeldBytes {
  /** @throws RerankError `queue_full` where that is more than there is; then nothing is held more than before */
  add(bytes: number): void
  /** Gives all of it back. Further calls do nothing. */
  release(): void
}

/** @param limit bytes that may be held at a time */
export function createByteBudget(limit: number): ByteBudget {
  let used = 0
  return {
    get used() {
      return used
    },
    open() {
      let held = 0
      return {
        add(bytes) {
          if (used + bytes > limit)
            throw new RerankError('queue_full', `other requests use ${used} of ${limit} bytes`, {
              details: { limit },
            })
          used += bytes
          held += bytes
        },
        release() {
          used -= held
          held = 0
        },
      }
    },
  }
}
