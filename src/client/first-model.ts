import type { ModelReference } from '../protocol/model-card.js'
import type { LazyClient } from './lazy-client.js'
import { idOf } from './model-id.js'
import type { CascadeOptions } from './types.js'

/** The small models of a reranker's cascades. */
export interface FirstModel extends Pick<LazyClient, 'stop' | 'close'> {
  /** The reranker's option. */
  readonly option: CascadeOptions | undefined
  /**
   * The client of the option's model, where there is one.
   * @throws RerankError `invalid_request` where the option is none
   */
  configured(): Promise<LazyClient | undefined>
  /** A client of this model, the same each time. */
  client(model: string | ModelReference): LazyClient
}

/**
 * @param id of the reranker's own model
 * @param open makes a client of another model
 */
export function createFirstModel(
  id: string,
  option: CascadeOptions | undefined,
  open: (model: string | ModelReference) => LazyClient,
): FirstModel {
  const clients = new Map<string, LazyClient>()
  const client = (model: string | ModelReference) => {
    const name = idOf(model)
    const known = clients.get(name)
    if (known) return known
    const made = open(model)
    clients.set(name, made)
    return made
  }
  return {
    option,
    async configured() {
      if (option === undefined) return undefined
      // Loaded at first use, as most rerankers have no cascade.
      const { readCascade } = await import('./cascade.js')
      return client(readCascade(id, option)!.first)
    },
    client,
    stop(reason) {
      for (const each of clients.values()) each.stop(reason)
    },
    close(reason) {
      for (const each of clients.values()) each.close(reason)
    },
  }
}
