// What the entry loads at first use, in one chunk: a page that ranks nothing yet pays for the entry alone.

export { requireModelId } from '../models/catalogue/ids.js'
export { spawnWorker } from './worker-handle.js'
export { createPool } from './worker-pool.js'
