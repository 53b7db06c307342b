// What the entry loads at first use, in one chunk: a page that ranks nothing yet pays for the entry alone.
export { spawnWorker } from '../bridge.js'
export { requireModelId } from '../models/ids.js'
export { createPool } from '../pool.js'
