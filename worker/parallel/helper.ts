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
  /** The shard under way, and whether it is not wanted any more. */
  let [current, dropped] = [0, false]
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
      const served = message
      current = served.kind === 'shard' ? served.id : 0
      dropped = false
      answer(served, await toOutcome(() => serve(served)))
    }
    busy = false
  }
  const drop = (ids: readonly number[]) => {
    dropped ||= ids.includes(current)
    const error = toErrorData(notWanted(), 'inference_failed')
    waiting = waiting.filter((message) => {
      const isDropped = message.kind === 'shard' && ids.includes(message.id)
      if (isDropped) answer(message, { ok: false, error })
      return !isDropped
    })
  }
  port.onmessage = ({ data }: MessageEvent<HelperMessage>) => {
    if (data.kind === 'drop') return drop(data.ids)
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
