import { Worker } from 'node:worker_threads'
import { fromErrorData } from '../../src/protocol/errors.js'
import type { Outcome } from '../../src/protocol/outcome.js'
import { parseJson } from '../../src/wire/json-text.js'

/** Parses bodies without holding up other requests. */
export interface JsonParser {
  /** @throws RerankError `invalid_request`, `out_of_memory` */
  parse(bytes: Uint8Array<ArrayBuffer>): Promise<unknown>
  /** Ends its thread. */
  dispose(): void
}

/** Up to so many bytes a body is parsed at once: handing it to the thread would take as long. */
const AT_ONCE = 256 * 1024

/** Thirty megabytes take a tenth of a second or more to decode and parse: so they do it in a thread of their own. */
export function createJsonParser(): JsonParser {
  const waiting: ((outcome: Outcome<unknown>) => void)[] = []
  let thread: Worker | undefined

  const fail = (message: string) => {
    thread = undefined
    const failure = { code: 'out_of_memory' as const, message: `the body could not be parsed: ${message}` }
    for (const settle of waiting.splice(0)) settle({ ok: false, error: failure })
  }
  const start = () => {
    const started = new Worker(new URL(/* @vite-ignore */ './server-json.js', import.meta.url), {
      execArgv: [],
      name: 'webrerank-json',
    })
    // Answers come in the order of the questions.
    started.on('message', (outcome: Outcome<unknown>) => waiting.shift()?.(outcome))
    started.on('error', (error) => fail(error.message))
    started.unref()
    return started
  }
  return {
    async parse(bytes) {
      if (bytes.length <= AT_ONCE) return parseJson(bytes)
      thread ??= start()
      const outcome = await new Promise<Outcome<unknown>>((resolve) => {
        waiting.push(resolve)
        thread!.postMessage(bytes, [bytes.buffer])
      })
      if (!outcome.ok) throw fromErrorData(outcome.error)
      // Taking it over from the thread took a while already.
      await new Promise((resolve) => setImmediate(resolve))
      return outcome.value
    },
    dispose() {
      void thread?.terminate()
      fail('the server stopped')
    },
  }
}
