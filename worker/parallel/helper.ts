import { toErrorData } from '../../src/protocol/errors.js'
import { type Outcome, toOutcome } from '../../src/protocol/outcome.js'
import type { ModelParts } from '../model/types.js'
import type { KernelModules } from '../runtime/types.js'
import { createPairScorer, type PairScorer } from '../scoring/pair-scorer.js'
import type { ScoringModel, ShardResult } from '../scoring/types.js'
import { createYielder } from '../scoring/yielder.js'
import type { HelperAnswer, HelperMessage } from './messages.js'

/** Opens the model that a coordinator hands over, by the modules that it has compiled. */
export type OpenShared = (parts: ModelParts, kernels: KernelModules) => Promise<ScoringModel>

/** Answers the messages of a {@link createHelperProxy}, one after the other. */
export function help(port: MessagePort, open: OpenShared): void {
  let scorer: PairScorer | undefined
  let waiting: HelperMessage[] = []
  let busy = false
  /** Whether the shard under way is not wanted any more. */
  let dropped = false
  const { pause } = createYielder(0)

  /** A drop is heard between two documents. */
  const checkpoint = async () => {
    await pause()
    if (dropped) throw notWanted()
  }
  const serve = async (message: HelperMessage): Promise<ShardResult | undefined> => {
    if (message.kind === 'open') {
      scorer = createPairScorer(await open(message.parts, message.kernels))
      return undefined
    }
    return message.kind === 'shard' ? scorer!.score(message.task, message.documents, checkpoint) : undefined
  }
  const answer = (message: HelperMessage, outcome: Outcome<ShardResult | undefined>) => {
    const id = message.kind === 'shard' ? message.id : 0
    port.postMessage({ id, outcome } satisfies HelperAnswer, outcome.ok ? buffersOf(outcome.value) : [])
  }
  const work = async () => {
    busy = true
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      dropped = false
      const current = message
      answer(current, await toOutcome(() => serve(current)))
    }
    busy = false
  }
  const drop = () => {
    dropped = true
    const error = toErrorData(notWanted(), 'inference_failed')
    for (const message of waiting) {
      if (message.kind === 'shard') answer(message, { ok: false, error })
    }
    waiting = []
  }
  port.onmessage = ({ data }: MessageEvent<HelperMessage>) => {
    if (data.kind === 'drop') return drop()
    waiting.push(data)
    if (!busy) void work()
  }
}

function notWanted(): Error {
  return new Error('not wanted any more')
}

function buffersOf(result: ShardResult | undefined): ArrayBuffer[] {
  return (result?.encodings ?? []).flatMap((encoding) => encoding?.ids.buffer ?? [])
}
