import { cpuSource } from './runtime/cpu-source.js'
import { startWorker } from './start.js'

startWorker(cpuSource)
