import { type Content, sourceOf } from '../bytes/content.js'
import { LAST_TOKEN } from '../onnx/rewrite/last-token.js'
import { readEncoder } from '../onnx/rewrite/read-encoder.js'
import type { Pair } from '../text/types.js'
import { holdingThread, tellingBusy } from './busy.js'
import { createCpuSession } from './cpu/session.js'
import { createFeeds } from './feeds.js'
import { longestPair } from './max-length.js'
import { applyHead, openSession, readLogits } from './ort-session.js'
import { padBatch } from './padding.js'
import type { Runtimes } from './source.js'
import type { Choice, Session, SessionOptions } from './types.js'
import { readVerdicts } from './verdict.js'

/** Loads the runtime that was chosen, and the model into it, and tells while that or a pass holds up the thread. */
export async function createSession(
  runtimes: Runtimes,
  choice: Choice,
  weights: Content,
  options: SessionOptions,
): Promise<Session> {
  const { tellBusy } = runtimes
  const session = await holdingThread(tellBusy, () => open(runtimes, choice, weights, options))
  // The others compute elsewhere: on a GPU, or in threads of their own.
  if (choice.build !== 'engine' && choice.build !== 'wasm') return session
  const tokensOf = (pairs: readonly Pair[]) => pairs.reduce((sum, { ids }) => sum + ids.length, 0)
  return { ...session, run: tellingBusy(tellBusy, session.run, tokensOf) }
}

/** The only place that knows ONNX Runtime. */
async function open(
  runtimes: Runtimes,
  choice: Choice,
  weights: Content,
  { head, verdict, beside = [], activationBits = 12, graph, padding, size }: SessionOptions,
): Promise<Session> {
  if (choice.build === 'engine') {
    const files = new Map(beside.map(({ path, data }) => [path, sourceOf(data)]))
    const maxLength = longestPair(size, { build: choice.build, weights: size.weights })
    const session = await createCpuSession(
      () => readEncoder(sourceOf(weights), files),
      choice.dtype,
      activationBits,
      runtimes.loadKernels,
      undefined,
      head,
    )
    return { ...session, maxLength }
  }
  const ort = await runtimes.source.load(choice.build)
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  const own = choice.device === 'webgpu' ? await runtimes.gpuDevice() : undefined
  const { threads } = runtimes.source
  const session = await openSession(ort, choice, { weights, graph }, beside, own, threads, verdict)
  const feeds = createFeeds(ort, session)
  const output = session.outputNames.includes('logits') ? 'logits' : session.outputNames[0]!

  const gpu = choice.device === 'webgpu' ? (own ?? ((await ort.env.webgpu.device) as GPUDevice)) : undefined
  const binding = gpu?.limits.maxStorageBufferBindingSize
  const whole = verdict && !session.inputNames.includes(LAST_TOKEN)
  const logits = whole ? logitBytes(session.outputMetadata, output) : 0
  const maxLength = longestPair(size, { build: choice.build, weights: size.weights, binding, logits })

  return {
    async run(pairs) {
      const batch = padBatch(pairs, padding, maxLength)
      // A decoder may give keys and values as well, which nobody wants.
      const results = await session.run(feeds(batch), [output])
      try {
        const result = results[output]!
        if (verdict) return readVerdicts(result, batch, verdict)
        return head ? applyHead(head, result, batch) : readLogits(result, batch.rows)
      } finally {
        for (const result of Object.values(results)) result.dispose()
      }
    },
    async lost() {
      // The run fails a moment before the loss is announced.
      const info = await Promise.race([
        gpu?.lost,
        new Promise<undefined>((resolve) => setTimeout(resolve, 100)),
      ])
      return info && `the GPU was lost (${info.reason}): ${info.message}`
    },
    release: () => session.release(),
    maxLength,
  }
}

/** Bytes of one token's logits, of a model whose vocabulary is not said that of a large one. */
function logitBytes(outputs: readonly { name: string }[], output: string): number {
  const found = outputs.find(({ name }) => name === output) as { shape?: (number | string)[] } | undefined
  const words = found?.shape?.at(-1)
  return 4 * (typeof words === 'number' ? words : MOST_WORDS)
}

/** Words of the largest vocabularies. */
const MOST_WORDS = 2 ** 18
