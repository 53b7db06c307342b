import { RerankError } from '../../src/protocol/errors.js'

/** A file's content: in memory, or on the device and read from there. Both may be posted to another worker. */
export type Content = Uint8Array<ArrayBuffer> | Blob

/** Bytes that are read part by part, so that a large file is never in memory as a whole. */
export interface Source {
  readonly length: number
  /** Bytes from one place up to another, both within the length. Of memory a view, of a file a copy. */
  read(from: number, to: number): Uint8Array<ArrayBuffer>
}

/** @throws RerankError `integrity_failed` (while reading) where the file changed or went away meanwhile */
export function sourceOf(content: Content): Source {
  if (!(content instanceof Blob)) {
    return { length: content.length, read: (from, to) => content.subarray(from, to) }
  }
  // Graphs are walked in plain code: what waits for each read would have to wait everywhere.
  const reader = new FileReaderSync()
  return {
    length: content.size,
    read(from, to) {
      try {
        return new Uint8Array(reader.readAsArrayBuffer(content.slice(from, to)))
      } catch (cause) {
        const reason = (cause as Error).message
        throw new RerankError('integrity_failed', `a stored model file can no longer be read: ${reason}`, {
          cause,
        })
      }
    },
  }
}

/** All of a content in memory. */
export async function bytesOfContent(content: Content): Promise<Uint8Array<ArrayBuffer>> {
  return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content
}

export function sizeOf(content: Content): number {
  return content instanceof Blob ? content.size : content.length
}

/** A part of a file that is read at once. */
const SLICE = 8 * 2 ** 20

/** A content part by part. */
export async function* slices(content: Content): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < sizeOf(content); at += SLICE) {
    yield await bytesOfContent(content.slice(at, at + SLICE))
  }
}
