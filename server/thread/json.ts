import { parentPort } from 'node:worker_threads'
import { toOutcome } from '../../src/protocol/outcome.js'
import { parseJson } from '../../src/wire/json-text.js'

/** A thread that parses long bodies. */
parentPort!.on('message', async (bytes: Uint8Array) => {
  parentPort!.postMessage(await toOutcome(async () => parseJson(bytes)))
})
