import { type Content, sourceOf } from '../bytes/content.js'
import { readEncoder } from '../onnx/rewrite/read-encoder.js'
import type { Pair } from '../text/types.js'
import { holdingThread, tellingBusy } from './busy.js'
import { createCpuSession } from './cpu/session.js'
import { longestPair } from './max-length.js'
import { applyHead, feeds, openSession, readLogits } from './ort-session.js'
import { padBatch } from './padding.js'
import type { Runtimes } from './source.js'
import type { Choice, Session, SessionOptions } from './types.js'

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
  { head, beside = [], activationBits = 12, graph, padding, size }: SessionOptions,
): Promise<Session> {
  if (choice.build === 'engine') {
    const files = new Map(beside.map(({ path, data }) => [path, sourceOf(data)]))
    const maxLength = longestPair(size, { build: choice.build, weights: size.weights })
    const session = await createCpuSession(
      () => readEncoder(sourceOf(weights), files),
      choice.dtype,
      activationBits,
      runtimes.loadKernels,
    )
    return { ...session, maxLength }
  }
  const ort = await runtimes.source.load(choice.build)
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  const own = choice.device === 'webgpu' ? await runtimes.gpuDevice() : undefined
  const session = await openSession(ort, choice, { weights, graph }, beside, own, runtimes.source.threads)
  const output = session.outputNames.includes('logits') ? 'logits' : session.outputNames[0]!

  const gpu = choice.device === 'webgpu' ? (own ?? ((await ort.env.webgpu.device) as GPUDevice)) : undefined
  const binding = gpu?.limits.maxStorageBufferBindingSize
  const maxLength = longestPair(size, { build: choice.build, weights: size.weights, binding })

  return {
    async run(pairs) {
      const batch = padBatch(pairs, padding, maxLength)
      const results = await session.run(feeds(ort, session.inputNames, batch))
      try {
        const result = results[output]!
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
