import { fromErrorData } from '../../src/protocol/errors.js'
import type { ModelParts } from '../model/types.js'
import type { EngineModules } from '../runtime/types.js'
import type { PieceResult } from '../scoring/types.js'
import type { AssistAnswer, AssistMessage } from './messages.js'
import type { Lane } from './scheduler.js'

/** Another worker, at the other end of a port. */
export interface RemoteLane extends Lane {
  /** Hands the model over. Settles when it is open there. */
  open(parts: ModelParts, engines: EngineModules): Promise<void>
  /** It is gone: whatever it was given fails. */
  end(): void
}

export function createRemoteLane(port: MessagePort): RemoteLane {
  const pending = new Map<
    number,
    { resolve: (result: PieceResult | undefined) => void; reject: (error: Error) => void }
  >()
  let lastId = 0
  let ended = false
  const ask = (id: number, message: AssistMessage) =>
    new Promise<PieceResult | undefined>((resolve, reject) => {
      if (ended) return reject(gone())
      pending.set(id, { resolve, reject })
      port.postMessage(message)
    })
  port.onmessage = ({ data: { id, outcome } }: MessageEvent<AssistAnswer>) => {
    const asked = pending.get(id)
    pending.delete(id)
    if (outcome.ok) asked?.resolve(outcome.value)
    else asked?.reject(fromErrorData(outcome.error))
  }
  return {
    depth: 2,
    async open(parts, engines) {
      await ask(0, { kind: 'open', parts, engines })
    },
    async run(task, documents) {
      const id = ++lastId
      return (await ask(id, { kind: 'piece', id, task, documents }))!
    },
    drop() {
      if (pending.size > 0 && !ended) port.postMessage({ kind: 'drop' } satisfies AssistMessage)
    },
    end() {
      ended = true
      port.close()
      for (const { reject } of pending.values()) reject(gone())
      pending.clear()
    },
  }
}

function gone(): Error {
  return new Error('a worker of the team is gone')
}
