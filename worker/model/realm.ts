import { createShelves, type FindShelf } from '../files/shelf.js'
import { createRuntimes, type RuntimeSource, type Runtimes } from '../runtime/source.js'

/** What a worker has one of, whatever it loads: made where it starts, and handed to whoever needs it. */
export interface Realm {
  runtimes: Runtimes
  findShelf: FindShelf
}

/** @param source where the runtimes come from */
export function createRealm(source: RuntimeSource): Realm {
  return { runtimes: createRuntimes(source), findShelf: createShelves() }
}
