import type { HttpBindings } from '@hono/node-server'
import type { Served } from '../api/create-api.js'

/** What handlers know of a request. */
export interface AppEnvironment {
  Bindings: HttpBindings
  Variables: { served: Served[] }
}
