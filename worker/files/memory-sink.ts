import { RerankError } from '../../src/protocol/errors.js'
import type { FileSink } from './types.js'

/**
 * A file in memory, once: where its size is known its memory is taken at the start, and parts are copied into it.
 * @throws RerankError `out_of_memory`
 */
export function createBuffer(size = 0): FileSink {
  let memory = allocate(size)
  let length = 0
  const content = async () => memory.subarray(0, length)
  return {
    get length() {
      return length
    },
    async write(chunk) {
      if (length + chunk.length > memory.length) {
        const larger = allocate(Math.max(length + chunk.length, 2 * memory.length))
        larger.set(memory)
        memory = larger
      }
      memory.set(chunk, length)
      length += chunk.length
    },
    async restart() {
      length = 0
    },
    content,
    finish: content,
    async close() {},
  }
}

function allocate(size: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size)
  } catch (cause) {
    throw new RerankError('out_of_memory', `not enough memory for a file of ${size} bytes`, { cause })
  }
}
