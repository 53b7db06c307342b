import { pageSource } from './runtime/source.js'
import { startWorker } from './start.js'

startWorker(pageSource)
