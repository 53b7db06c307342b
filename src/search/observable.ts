import { report } from '../protocol/report.js'
import type { Observable } from './types.js'

/** @returns the observable, and what sets its value */
export function createObservable<T>(initial: T): { observable: Observable<T>; set(value: T): void } {
  let current = initial
  const listeners = new Set<(value: T) => void>()
  return {
    observable: {
      get: () => current,
      subscribe(listener) {
        // Wrapped, so that one function that subscribes twice is two subscriptions.
        const own = (value: T) => listener(value)
        listeners.add(own)
        return () => void listeners.delete(own)
      },
    },
    set(value) {
      current = value
      for (const listener of [...listeners]) {
        // A listener may have set the next value: that one was told to all.
        if (current !== value) return
        try {
          listener(value)
        } catch (error) {
          // Its own: neither the search nor another listener fails by it.
          report(error)
        }
      }
    },
  }
}
