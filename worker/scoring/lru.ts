/** Values by key, of which the least recently used are dropped where all together grow past a bound. */
export interface Lru<V> {
  get(key: string): V | undefined
  /** @param bytes what the value and its key take in memory, about */
  set(key: string, value: V, bytes: number): void
  has(key: string): boolean
  readonly bytes: number
}

/** @param limit bytes; a value larger than all of it is not kept */
export function createLru<V>(limit: number): Lru<V> {
  // A Map remembers the order in which keys were added: the first is the one that was used longest ago.
  const entries = new Map<string, { value: V; bytes: number }>()
  let total = 0
  const remove = (key: string) => {
    total -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, bytes) {
      remove(key)
      if (bytes > limit) return
      entries.set(key, { value, bytes })
      total += bytes
      for (const oldest of entries.keys()) {
        if (total <= limit) break
        remove(oldest)
      }
    },
    has: (key) => entries.has(key),
    get bytes() {
      return total
    },
  }
}
