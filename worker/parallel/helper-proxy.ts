import { unwrap } from '../../src/protocol/outcome.js'
import type { ModelParts } from '../model/types.js'
import type { KernelModules } from '../runtime/types.js'
import type { ShardResult, Task } from '../scoring/types.js'
import type { HelperAnswer, HelperMessage } from './messages.js'
import type { Helper } from './types.js'

/** Another worker, at the other end of a port. */
export interface HelperProxy extends Helper {
  /** Hands the model over. Settles when it is open there. */
  open(parts: ModelParts, kernels: KernelModules): Promise<void>
  /** It is gone: whatever it was given fails. */
  end(): void
}

export function createHelperProxy(port: MessagePort): HelperProxy {
  const pending = new Map<
    number,
    {
      task: Task | undefined
      resolve: (result: ShardResult | undefined) => void
      reject: (error: Error) => void
    }
  >()
  let lastId = 0
  let ended = false
  const ask = (id: number, message: HelperMessage, task?: Task) =>
    new Promise<ShardResult | undefined>((resolve, reject) => {
      if (ended) return reject(gone())
      pending.set(id, { task, resolve, reject })
      port.postMessage(message)
    })
  port.onmessage = ({ data: { id, outcome } }: MessageEvent<HelperAnswer>) => {
    const asked = pending.get(id)
    pending.delete(id)
    try {
      asked?.resolve(unwrap(outcome))
    } catch (error) {
      asked?.reject(error as Error)
    }
  }
  return {
    depth: 2,
    async open(parts, kernels) {
      await ask(0, { kind: 'open', parts, kernels })
    },
    async run(task, documents) {
      const id = ++lastId
      return (await ask(id, { kind: 'shard', id, task, documents }, task))!
    },
    drop(task) {
      const ids = [...pending].flatMap(([id, asked]) => (asked.task === task ? id : []))
      if (ids.length > 0 && !ended) port.postMessage({ kind: 'drop', ids } satisfies HelperMessage)
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
