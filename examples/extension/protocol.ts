import type { RerankResponse } from 'webrerank'

/** What the popup asks of the service worker: to load the model ahead, or to rank passages by a question. */
export type Question = { type: 'load' } | { type: 'rank'; query: string; documents: string[] }

/** What it answers. Only JSON passes between parts of an extension, so an error is a message. */
export type Answer = { response?: RerankResponse } | { error: string }
