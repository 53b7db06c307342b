/** Whose turn it is among requests that share the workers. */
export interface Turns<T> {
  /** @param size what all of its work costs */
  add(item: T, size: number): void
  remove(item: T): void
  /** All of them, the one first whose turn it is. */
  order(): T[]
  /** It was given work. */
  charge(item: T, cost: number): void
}

interface SizeClass<T> {
  items: T[]
  /** The work that was given to its items, as if it had always had as much as the others. */
  given: number
}

/**
 * Fair queueing among classes of size, each twice the one before: each class that has requests gets the same share of the
 * workers, so a small request does not wait for large ones, and large ones are never starved by small ones. Within a
 * class the first request is the first one served, which for requests of one size is faster on average than to share.
 * Start-time fair queueing: Goyal, Vin, Cheng (1996).
 * @param unit the size up to which requests are of the smallest class
 */
export function createTurns<T>(unit: number): Turns<T> {
  const classes = new Map<number, SizeClass<T>>()
  const classOf = new Map<T, number>()
  /** What a class that had nothing to do for a while counts as having been given. */
  let clock = 0
  const busy = () =>
    [...classes.entries()]
      .filter(([, { items }]) => items.length > 0)
      // Among equals the smaller requests are first: they are done sooner.
      .sort(([a, { given: x }], [b, { given: y }]) => x - y || a - b)
  return {
    add(item, size) {
      const index = Math.max(0, Math.ceil(Math.log2(size / unit)))
      const found = classes.get(index) ?? { items: [], given: 0 }
      classes.set(index, found)
      if (found.items.length === 0) {
        clock = Math.max(clock, busy()[0]?.[1].given ?? clock)
        found.given = Math.max(found.given, clock)
      }
      found.items.push(item)
      classOf.set(item, index)
    },
    remove(item) {
      const found = classes.get(classOf.get(item)!)
      classOf.delete(item)
      found?.items.splice(found.items.indexOf(item), 1)
    },
    order: () => busy().flatMap(([, { items }]) => items),
    charge(item, cost) {
      const found = classes.get(classOf.get(item)!)
      if (found) found.given += cost
    },
  }
}
