// The worker's code in a thread of Node. The order matters: the scope, then the runtime, then the worker.
import './web-worker.js'
import './runtimes.js'
import '../../worker/index.js'
