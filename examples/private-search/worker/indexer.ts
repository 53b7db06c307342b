import type { Item, Progress, Summary } from '../shared/protocol.js'
import { type Block, type Chunk, createChunker } from './chunks.js'
import { type Decision, decide, digestOf, isUntouched } from './identity.js'
import { createPace, type Pace } from './pace.js'
import { bytesOf, readFile } from './readers/index.js'
import { Unreadable } from './readers/unreadable.js'
import type { FileState, Store } from './store.js'

/**
 * Bytes of files stored by one transaction. No message is heard while it is written, and what is in it is lost where the
 * page is closed in the middle.
 */
const BATCH = 250_000

/** Steps of joining the index's parts in one transaction: more than it needs on average, so that parts never pile up. */
const JOINS = 16

/** Milliseconds between two reports. */
const REPORT = 80

/** What is counted, and what is named. */
type Told = Pick<
  Summary,
  'indexed' | 'replaced' | 'unchanged' | 'removed' | 'problems' | 'partial' | 'renamed'
>

/** What one run of reading has to do with. */
interface Run {
  store: Store
  told: Told
  /** Paths that came, and those that files were stored by. */
  seen: Set<string>
  pace: Pace
  signal: AbortSignal
}

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
  const told: Told = {
    indexed: 0,
    replaced: 0,
    unchanged: 0,
    removed: 0,
    problems: [],
    partial: [],
    renamed: [],
  }
  const run: Run = { store, told, seen: new Set(), pace: createPace(), signal }
  const tell = createReporter(items, report)
  let [done, uncommitted] = [0, 0]
  let stored = { told: copyOf(told), done }
  let outcome: Summary['outcome'] = 'done'
  const commit = () => {
    store.commit()
    stored = { told: copyOf(told), done }
  }

  store.begin()
  try {
    for (const item of items) {
      if (signal.aborted) break
      tell(item, done)
      await run.pace()
      if (!(await addFile(run, item))) break
      done++
      uncommitted += item.file.size
      if (uncommitted <= BATCH) continue
      for (let i = 0; i < JOINS && store.tidy(); i++) await run.pace()
      commit()
      store.begin()
      uncommitted = 0
    }
    if (done < items.length) outcome = 'cancelled'
    else await removeGone(run, complete)
    commit()
  } catch (error) {
    store.rollback()
    if (!isFull(error)) throw error
    outcome = 'storage-full'
  }
  return {
    ...stored.told,
    // Problems stay told, though what was stored beside them is not.
    problems: told.problems,
    outcome,
    left: items.length - stored.done,
    collection: store.collection(),
  }
}

function createReporter(items: readonly Item[], report: (progress: Progress) => void) {
  const totalBytes = items.reduce((sum, { file }) => sum + file.size, 0)
  let bytes = 0
  let reported = 0
  return ({ path, file }: Item, done: number) => {
    const now = performance.now()
    if (now - reported > REPORT) {
      report({ done, total: items.length, bytes, totalBytes, path })
      reported = now
    }
    bytes += file.size
  }
}

function copyOf(told: Told): Told {
  return { ...told, partial: [...told.partial], renamed: [...told.renamed] }
}

async function removeGone({ store, told, seen, pace }: Run, folders: readonly string[]) {
  for (const path of folders.flatMap((folder) => store.pathsFrom(folder))) {
    if (seen.has(path)) continue
    store.remove(path)
    told.removed++
    await pace()
  }
}

/** @returns false where the signal ended it */
async function addFile(run: Run, item: Item): Promise<boolean> {
  const { store, told, seen, signal } = run
  const { path } = item
  const twice = seen.has(path)
  seen.add(path)
  try {
    if (item.problem) throw new Unreadable(item.problem)
    const known = store.known(path)
    if (known && !twice && isUntouched(known, item)) {
      keep(run, known, item)
      return true
    }
    const content = await bytesOf(item.file)
    const digest = await digestOf(content)
    const decision = decide(store, path, digest, twice || item.loose === true)
    if (decision.is === 'unchanged') {
      keep(run, store.known(decision.path)!, item)
      return true
    }
    const read = await readPassages(path, content, run)
    return await put(run, item, decision, { ...read, digest })
  } catch (error) {
    if (signal.aborted) return false
    if (isOfStorage(error)) throw error
    told.problems.push({ path, reason: reasonOf(error) })
    return true
  }
}

/** The file is kept as it is; its time and the folder that it came from may be new. */
function keep({ store, told }: Run, known: FileState, { file, source }: Item) {
  const now = {
    ...known,
    size: file.size,
    modified: file.lastModified,
    source: source ?? known.source,
  }
  if (now.modified !== known.modified || now.source !== known.source) store.note(now)
  told.unchanged++
}

async function put(
  { store, told, seen, pace, signal }: Run,
  { path, file, source = '' }: Item,
  decision: Decision,
  { chunks, ...read }: Awaited<ReturnType<typeof readPassages>> & { digest: string },
): Promise<boolean> {
  const facts = { ...read, path: decision.path, size: file.size, modified: file.lastModified, source }
  if (!(await store.put(facts, chunks, pace, signal))) return false
  seen.add(decision.path)
  told.indexed++
  if (read.note) told.partial.push({ path: decision.path, reason: read.note })
  if (decision.is === 'renamed') told.renamed.push({ path, reason: decision.path })
  if (decision.is === 'changed') told.replaced++
  return true
}

/** A mistake in a reader is a problem with the file that it could not read, not with the others. */
function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message
  return `could not be read (${error instanceof Error ? error.message : error})`
}

/** All passages of a file: one that ends in an error is not stored in part. */
async function readPassages(path: string, content: Uint8Array<ArrayBuffer>, { pace, signal }: Run) {
  const { type, facts, blocks } = await readFile(path, content, signal)
  const chunks = await gather(blocks, pace, signal)
  const note = facts.notes.join('; ')
  if (chunks.length === 0 && facts.title) {
    chunks.push({ text: facts.title, heading: '', place: null, also: '' })
  }
  if (chunks.length === 0) throw new Unreadable(note || 'no text found')
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

/** An error of SQLite: it is about the library, and not about the file that was read. */
function isOfStorage(error: unknown): boolean {
  return typeof (error as { resultCode?: unknown }).resultCode === 'number'
}

/** SQLITE_FULL, or a write that the browser's quota refused, which SQLite knows as SQLITE_IOERR. */
function isFull(error: unknown): boolean {
  const code = (error as { resultCode?: number }).resultCode
  return typeof code === 'number' && ((code & 0xff) === 13 || (code & 0xff) === 10)
}
