import { expose, type Remote, releaseProxy, transfer } from 'comlink'
import type { ReadyMessage, ScoreChunk, WorkerApi } from '../src/protocol/worker-api.js'
import { createService } from './service.js'

const service = createService()
const api: WorkerApi = {
  load: (request, onProgress) => delivering(onProgress, (report) => service.load(request, report)),
  score: (request, onScores) =>
    delivering(onScores, (report) =>
      service.score(request, (message) =>
        report('workers' in message ? message : transfer(message, buffers(message))),
      ),
    ),
  prepare: (request, onProgress) => delivering(onProgress, (report) => service.prepare(request, report)),
  bm25: async (request) => {
    const outcome = await service.bm25(request)
    return outcome.ok ? transfer(outcome, [outcome.value.buffer as ArrayBuffer]) : outcome
  },
  explain: (request) => service.explain(request),
  cancel: (id) => service.cancel(id),
  invite: (id, port) => service.invite(id, port),
  dismiss: (id) => service.dismiss(id),
  assist: (port) => service.assist(port),
}
expose(api)

/**
 * Runs work that reports to a callback of the page. A callback is a message port of its own: its messages may be
 * overtaken by the result, so they are awaited, and it is open until somebody closes it.
 */
async function delivering<A, T>(
  callback: (argument: A) => void,
  work: (report: (argument: A) => void) => Promise<T>,
) {
  const remote = callback as unknown as Remote<(argument: A) => void>
  const sent: Promise<void>[] = []
  try {
    return await work((argument) => sent.push(remote(argument as never)))
  } finally {
    await Promise.all(sent)
    remote[releaseProxy]()
  }
}

function buffers(chunk: ScoreChunk): ArrayBuffer[] {
  return Object.values(chunk).map((array: Uint32Array<ArrayBuffer>) => array.buffer)
}

// A worker that was ended tells nobody. A lock that it holds comes free when it dies, and the page waits for that.
const lock = `webrerank-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`
const ready = (message: ReadyMessage) => postMessage(message)
const locks = (navigator as Partial<WorkerNavigator>).locks
if (locks) {
  locks
    .request(lock, () => {
      ready({ webrerank: 'ready', lock })
      return new Promise(() => {})
    })
    // Refused, as in a sandboxed frame: then without.
    .catch(() => ready({ webrerank: 'ready' }))
} else {
  ready({ webrerank: 'ready' })
}
