/** Bytes that are collected in few blocks, in however many parts they come. */
export interface ByteBlocks {
  add(part: Uint8Array): void
  /** Blocks in order, each with a buffer of its own. */
  list(): Uint8Array<ArrayBuffer>[]
}

/** Sizes of blocks: the first one's, and the most that one has. */
const [SMALLEST, LARGEST] = [4 * 1024, 256 * 1024]

/** A body may come byte by byte, and each part as it is would take a hundred times its length. */
export function createByteBlocks(): ByteBlocks {
  const full: Uint8Array<ArrayBuffer>[] = []
  let block = new Uint8Array(SMALLEST)
  let used = 0
  return {
    add(part) {
      for (let at = 0; at < part.length; ) {
        if (used === block.length) {
          full.push(block)
          block = new Uint8Array(Math.min(2 * block.length, LARGEST))
          used = 0
        }
        const more = part.subarray(at, at + block.length - used)
        block.set(more, used)
        used += more.length
        at += more.length
      }
    },
    list: () => (used > 0 ? [...full, block.subarray(0, used)] : [...full]),
  }
}
