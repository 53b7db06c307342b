import { createShelves, type FindShelf } from '../files/shelf.js'
import type { TellBusy } from '../runtime/busy.js'
import { createRuntimes, type RuntimeSource, type Runtimes } from '../runtime/source.js'

/** What a worker has one of, whatever it loads: made where it starts, and handed to whoever needs it. */
export interface Realm {
  runtimes: Runtimes
  findShelf: FindShelf
}

/**
 * @param source where the runtimes come from
 * @param tellBusy told when a runtime is about to hold up the thread
 */
export function createRealm(source: RuntimeSource, tellBusy: TellBusy): Realm {
  return { runtimes: createRuntimes(source, tellBusy), findShelf: createShelves() }
}
