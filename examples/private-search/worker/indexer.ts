import type { Item, Progress, Summary } from '../shared/protocol.js'
import { type Block, type Chunk, createChunker } from './chunks.js'
import { decide, digestOf, isUntouched } from './identity.js'
import { createPace, type Pace } from './pace.js'
import { bytesOf, readFile } from './readers/index.js'
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

/** What came of one file. */
type Outcome = 'indexed' | 'replaced' | 'unchanged' | 'problem' | 'ended'

/** What is counted, and what is named. */
type Told = Pick<Summary, 'indexed' | 'replaced' | 'unchanged' | 'problems' | 'partial' | 'renamed'>

/**
 * Reads files one after the other and stores them. It lets messages in between, within a file too, so that a search or a
 * cancellation is heard. A file that cannot be read is named in the summary, and the rest goes on.
 * @param complete folders of which all files are among the items: what else was kept from there is gone, and is removed
 */
export async function indexFiles(
  store: Store,
  items: readonly Item[],
  signal: AbortSignal,
  report: (progress: Progress) => void,
  complete: readonly string[] = [],
): Promise<Summary> {
  const told: Told = { indexed: 0, replaced: 0, unchanged: 0, problems: [], partial: [], renamed: [] }
  const totalBytes = items.reduce((sum, { file }) => sum + file.size, 0)
  let [done, bytes, uncommitted, reported, removed] = [0, 0, 0, 0, 0]
  let committed = { ...copyOf(told), done, removed }
  let outcome: Summary['outcome'] = 'done'
  const pace = createPace()
  const seen = new Set<string>()
  const commit = () => {
    store.commit()
    committed = { ...copyOf(told), done, removed }
  }

  store.begin()
  try {
    for (const item of items) {
      if (signal.aborted) break
      const now = performance.now()
      if (now - reported > REPORT) {
        report({ done, total: items.length, bytes, totalBytes, path: item.path })
        reported = now
      }
      await pace()
      const came = await addFile(store, item, seen, told, pace, signal)
      if (came === 'ended') break
      done++
      bytes += item.file.size
      uncommitted += item.file.size
      if (uncommitted > BATCH) {
        for (let i = 0; i < JOINS && store.tidy(); i++) await pace()
        commit()
        store.begin()
        uncommitted = 0
      }
    }
    if (done < items.length) outcome = 'cancelled'
    else {
      for (const path of goneFrom(store, complete, seen)) {
        store.remove(path)
        removed++
        await pace()
      }
    }
    commit()
  } catch (error) {
    store.rollback()
    if (!isFull(error)) throw error
    outcome = 'storage-full'
  }
  const { done: reached, ...rest } = committed
  // Problems stay told, though what was stored beside them is not.
  const left = items.length - reached
  return { ...rest, problems: told.problems, outcome, left, collection: store.collection() }
}

function copyOf(told: Told): Told {
  return { ...told, problems: [...told.problems], partial: [...told.partial], renamed: [...told.renamed] }
}

function goneFrom(store: Store, folders: readonly string[], seen: ReadonlySet<string>): string[] {
  return folders.flatMap((folder) => store.pathsFrom(folder)).filter((path) => !seen.has(path))
}

async function addFile(
  store: Store,
  item: Item,
  seen: Set<string>,
  told: Told,
  pace: Pace,
  signal: AbortSignal,
): Promise<Outcome> {
  const { path, file } = item
  const state = { size: file.size, modified: file.lastModified, source: item.source ?? '' }
  const twice = seen.has(path)
  seen.add(path)
  if (item.problem) {
    told.problems.push({ path, reason: item.problem })
    return 'problem'
  }
  const known = store.known(path)
  if (known && !twice && isUntouched(known, item)) {
    if (known.source !== state.source && state.source) store.note({ ...known, ...state })
    told.unchanged++
    return 'unchanged'
  }
  let found: Awaited<ReturnType<typeof readPassages>>
  let decision: ReturnType<typeof decide>
  let digest: string
  try {
    const content = await bytesOf(file)
    digest = await digestOf(content)
    decision = decide(store, path, digest, twice || item.loose === true)
    if (decision.is === 'unchanged') {
      const same = store.known(decision.path)
      if (same) store.note({ ...same, ...state, source: state.source || same.source })
      told.unchanged++
      return 'unchanged'
    }
    found = await readPassages(path, content, pace, signal)
  } catch (error) {
    if (signal.aborted) return 'ended'
    told.problems.push({ path, reason: reasonOf(error) })
    return 'problem'
  }
  const { chunks, type, title, note } = found
  const facts = { ...state, path: decision.path, digest, type, title, note }
  if (!(await store.put(facts, chunks, pace, signal))) return 'ended'
  seen.add(decision.path)
  told.indexed++
  if (note) told.partial.push({ path: decision.path, reason: note })
  if (decision.is === 'renamed') told.renamed.push({ path, reason: decision.path })
  if (decision.is !== 'changed') return 'indexed'
  told.replaced++
  return 'replaced'
}

/** A mistake in a reader is a problem with the file that it could not read, not with the others. */
function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message
  return `could not be read (${error instanceof Error ? error.message : error})`
}

/** All passages of a file: one that ends in an error is not stored in part. */
async function readPassages(path: string, content: Uint8Array<ArrayBuffer>, pace: Pace, signal: AbortSignal) {
  const { type, facts, blocks } = await readFile(path, content, signal)
  const chunks = await gather(blocks, pace, signal)
  const note = facts.notes.join('; ')
  if (chunks.length === 0 && facts.title) {
    chunks.push({ text: facts.title, heading: '', place: null, also: '' })
  }
  if (chunks.length === 0) throw new Unreadable(note || 'holds no text')
  return { type, title: facts.title.slice(0, 500), note, chunks }
}

async function gather(blocks: Iterable<Block>, pace: Pace, signal: AbortSignal): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  const chunker = createChunker()
  for (const block of blocks) {
    for (const each of chunker.push(block)) {
      chunks.push(each)
      await pace()
      signal.throwIfAborted()
    }
    await pace()
    signal.throwIfAborted()
  }
  chunks.push(...chunker.end())
  return chunks
}

/** SQLITE_FULL, or a write that the browser's quota refused, which SQLite knows as SQLITE_IOERR. */
function isFull(error: unknown): boolean {
  const code = (error as { resultCode?: number }).resultCode
  return typeof code === 'number' && ((code & 0xff) === 13 || (code & 0xff) === 10)
}
