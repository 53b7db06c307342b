import { pageSource } from './runtime/page-source.js'
import { startWorker } from './start.js'

startWorker(pageSource)
