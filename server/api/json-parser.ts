import { Worker } from 'node:worker_threads'
import { fromErrorData, RerankError } from '../../src/protocol/errors.js'
import type { Outcome } from '../../src/protocol/outcome.js'
import { joinBytes, parseJson } from '../../src/wire/json-text.js'
import { createAssembly, type Frame, type Piece } from './long-texts.js'

/** Parses bodies without holding up other requests. */
export interface JsonParser {
  /**
   * @param blocks the body's bytes, which are given away
   * @throws RerankError `invalid_request`, `out_of_memory`, `disposed`
   */
  parse(blocks: Uint8Array<ArrayBuffer>[]): Promise<unknown>
  /** Ends its thread. */
  dispose(): void
}

/** What its thread is asked: to parse a body, or for the next of its texts. */
export type JsonQuestion = Uint8Array<ArrayBuffer>[] | 'next'

/** Up to so many bytes a body is parsed at once: handing it to the thread would take as long. */
const AT_ONCE = 256 * 1024

/** Thirty megabytes take a tenth of a second or more to decode and parse: so they do it in a thread of their own. */
export function createJsonParser(): JsonParser {
  const waiting: ((outcome: Outcome<unknown>) => void)[] = []
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  let disposed = false

  const fail = (message: string) => {
    thread = undefined
    const failure = { code: 'out_of_memory' as const, message: `the body could not be parsed: ${message}` }
    for (const settle of waiting.splice(0)) settle({ ok: false, error: failure })
  }
  const start = () => {
    const started = new Worker(new URL(/* @vite-ignore */ './server-json.js', import.meta.url), {
      execArgv: [],
      // Each thread would let three times as much garbage gather, for no measurable speed.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
      name: 'webrerank-json',
    })
    // Answers come in the order of the questions.
    started.on('message', (outcome: Outcome<unknown>) => waiting.shift()?.(outcome))
    started.on('error', (error) => fail(error.message))
    started.unref()
    return started
  }
  const ask = async (question: JsonQuestion): Promise<unknown> => {
    if (disposed) throw new RerankError('disposed', 'the server stopped')
    thread ??= start()
    const outcome = await new Promise<Outcome<unknown>>((resolve) => {
      waiting.push(resolve)
      thread!.postMessage(question, question === 'next' ? [] : question.map(({ buffer }) => buffer))
    })
    if (!outcome.ok) throw fromErrorData(outcome.error)
    return outcome.value
  }
  const parseInThread = async (blocks: Uint8Array<ArrayBuffer>[]): Promise<unknown> => {
    const assembly = createAssembly((await ask(blocks)) as Frame)
    for (;;) {
      const pieces = (await ask('next')) as Piece[] | undefined
      if (!pieces) return assembly.value
      assembly.add(pieces)
    }
  }
  return {
    async parse(blocks) {
      const bytes = blocks.reduce((sum, { length }) => sum + length, 0)
      if (bytes <= AT_ONCE) return parseJson(joinBytes(blocks))
      // One after the other: the thread has the texts of one body at a time.
      const parsed = last.then(() => parseInThread(blocks))
      last = parsed.catch(() => {})
      return parsed
    },
    dispose() {
      disposed = true
      void thread?.terminate()
      fail('the server stopped')
    },
  }
}
