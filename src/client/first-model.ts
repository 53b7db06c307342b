import type { ModelReference } from '../protocol/model-card.js'
import type { LazyClient } from './lazy-client.js'
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
  /** What reads a request's cascade, loaded at first use. */
  code(): Promise<typeof import('./cascade.js')>
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
  const code = () => import('./cascade.js')
  const client = (model: string | ModelReference) => {
    const name = typeof model === 'string' ? model : model.id
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
      return client((await code()).readCascade(id, option)!.first)
    },
    client,
    code,
    stop(reason) {
      for (const each of clients.values()) each.stop(reason)
    },
    close(reason) {
      for (const each of clients.values()) each.close(reason)
    },
  }
}
