import { toErrorData } from '../../src/protocol/errors.js'
import type { Outcome } from '../../src/protocol/outcome.js'
import { openModel } from '../model/load.js'
import { shareEngines } from '../runtime/source.js'
import { createPieceRunner, type PieceRunner } from '../scoring/pair-scorer.js'
import type { PieceResult } from '../scoring/types.js'
import { createYielder } from '../scoring/yielder.js'
import type { AssistAnswer, AssistMessage } from './messages.js'

/** Answers the messages of a {@link createRemoteLane}, one after the other. */
export function assist(port: MessagePort): void {
  let runner: PieceRunner | undefined
  let waiting: AssistMessage[] = []
  let busy = false
  /** Whether the piece under way is not wanted any more. */
  let dropped = false
  const { pause } = createYielder(0)

  /** A drop is heard between two documents. */
  const checkpoint = async () => {
    await pause()
    if (dropped) throw new Error('not wanted any more')
  }
  const serve = async (message: AssistMessage): Promise<PieceResult | undefined> => {
    if (message.kind === 'open') {
      shareEngines(message.engines)
      runner = createPieceRunner(await openModel(message.parts))
      return undefined
    }
    return message.kind === 'piece' ? runner!.run(message.task, message.documents, checkpoint) : undefined
  }
  const work = async () => {
    busy = true
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      dropped = false
      const outcome = await settle(serve(message))
      const answer: AssistAnswer = { id: message.kind === 'piece' ? message.id : 0, outcome }
      port.postMessage(answer, outcome.ok ? buffersOf(outcome.value) : [])
    }
    busy = false
  }
  port.onmessage = ({ data }: MessageEvent<AssistMessage>) => {
    if (data.kind === 'drop') {
      dropped = true
      for (const message of waiting) {
        if (message.kind !== 'piece') continue
        const error = toErrorData(new Error('not wanted any more'), 'inference_failed')
        port.postMessage({ id: message.id, outcome: { ok: false, error } } satisfies AssistAnswer)
      }
      waiting = []
      return
    }
    waiting.push(data)
    if (!busy) void work()
  }
}

async function settle<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    return { ok: false, error: toErrorData(error, 'inference_failed') }
  }
}

function buffersOf(result: PieceResult | undefined): ArrayBuffer[] {
  return (result?.encodings ?? []).flatMap((encoding) => encoding?.ids.buffer ?? [])
}
