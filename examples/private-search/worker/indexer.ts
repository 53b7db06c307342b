import type { Item, Problem, Progress, Summary } from '../shared/protocol.js'
import { type Block, type Chunk, chunk } from './chunks.js'
import { createPace, type Pace } from './pace.js'
import { readFile } from './readers/index.js'
import { Unreadable } from './readers/unreadable.js'
import type { Store } from './store.js'

/**
 * Bytes of files stored by one transaction. No message is heard while it is written, and what is in it is lost where the
 * page is closed in the middle.
 */
const BATCH = 250_000

/** Steps of joining the index's parts in one transaction: more than it needs on average, so that parts never pile up. */
const JOINS = 16

/** Milliseconds between two reports. */
const REPORT = 80

/**
 * Reads files one after the other and stores them. It lets messages in between, within a file too, so that a search or a
 * cancellation is heard. A file that cannot be read is named in the summary, and the rest goes on.
 */
export async function indexFiles(
  store: Store,
  items: readonly Item[],
  signal: AbortSignal,
  report: (progress: Progress) => void,
): Promise<Summary> {
  const problems: Problem[] = []
  const totalBytes = items.reduce((sum, { file }) => sum + file.size, 0)
  let [done, indexed, unchanged, bytes, uncommitted, inBatch, reported] = [0, 0, 0, 0, 0, 0, 0]
  let outcome: Summary['outcome'] = 'done'
  const pace = createPace()

  store.begin()
  try {
    for (const { path, file } of items) {
      if (signal.aborted) break
      const now = performance.now()
      if (now - reported > REPORT) {
        report({ done, total: items.length, bytes, totalBytes, path })
        reported = now
      }
      await pace()
      const facts = { path, size: file.size, modified: file.lastModified }
      if (store.has(facts)) unchanged++
      else {
        try {
          const chunks = await gather(await readFile(path, file, signal), pace, signal)
          if (chunks.length === 0) throw new Unreadable('holds no text')
          const stored = await store.put(facts, chunks, pace, signal)
          if (!stored) continue
          indexed++
          inBatch++
        } catch (error) {
          if (signal.aborted) continue
          if (!(error instanceof Unreadable)) throw error
          problems.push({ path, reason: error.message })
        }
      }
      done++
      bytes += file.size
      uncommitted += file.size
      if (uncommitted > BATCH) {
        for (let i = 0; i < JOINS && store.tidy(); i++) await pace()
        store.commit()
        store.begin()
        uncommitted = inBatch = 0
      }
    }
    store.commit()
    if (done < items.length) outcome = 'cancelled'
  } catch (error) {
    store.rollback()
    if (!isFull(error)) throw error
    outcome = 'storage-full'
    indexed -= inBatch
    done -= inBatch
  }
  return {
    outcome,
    indexed,
    unchanged,
    left: items.length - done,
    problems,
    collection: store.collection(),
  }
}

/** All passages of a file: one that ends in an error is not stored in part. */
async function gather(blocks: Iterable<Block>, pace: Pace, signal: AbortSignal): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (const each of chunk(blocks)) {
    chunks.push(each)
    await pace()
    signal.throwIfAborted()
  }
  return chunks
}

/** SQLITE_FULL, or a write that the browser's quota refused, which SQLite knows as SQLITE_IOERR. */
function isFull(error: unknown): boolean {
  const code = (error as { resultCode?: number }).resultCode
  return typeof code === 'number' && ((code & 0xff) === 13 || (code & 0xff) === 10)
}
