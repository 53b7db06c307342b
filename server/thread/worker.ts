// The worker's code in a thread of Node. The scope comes first, since the other modules use it.
import './web-worker.js'
import { startWorker } from '../../worker/start.js'
import { threadSource } from './runtimes.js'

startWorker(threadSource)
