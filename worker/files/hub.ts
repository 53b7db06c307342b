import * as v from 'valibot'
import type { Checksum } from '../bytes/checksum.js'
import { download } from './download.js'
import { createBuffer } from './memory-sink.js'
import { MOST_JSON_BYTES, readJson } from './read-json.js'
import type { Patience } from './types.js'

/** A repository of the Hugging Face hub, or of a mirror with its URL layout. */
export interface Repository {
  /** `https://huggingface.co`, or the mirror. */
  host: string
  /** `owner/name`. */
  name: string
  /** A branch, a tag or a commit. */
  revision: string
}

/** What the hub says of a file. */
export interface FileFacts {
  bytes: number
  checksum: Checksum
}

/** A repository as it was at one commit. */
export interface Snapshot {
  /** The commit: files are asked for by this, so that a push in between changes nothing. */
  repository: Repository
  files: ReadonlyMap<string, FileFacts>
}

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)))
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Revision = v.object({ sha: hex(40) })
const Tree = v.array(
  v.variant('type', [
    v.object({
      type: v.literal('file'),
      path: v.string(),
      size,
      oid: hex(40),
      /** Of large files: the id is the content's SHA-256. */
      lfs: v.optional(v.object({ oid: hex(64), size })),
    }),
    v.object({ type: v.pipe(v.string(), v.notValue('file')) }),
  ]),
)

/** Where a file is. */
export function hubFileUrl({ host, name, revision }: Repository, path: string): string {
  return `${host}/${name}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`
}

/**
 * Asks the hub for the sizes and hashes of a repository's files, before any of them is fetched.
 * @throws RerankError `download_failed`, `integrity_failed`
 */
export async function readSnapshot(repository: Repository, patience: Patience): Promise<Snapshot> {
  const { host, name, revision } = repository
  const api = `${host}/api/models/${name}`
  const commit = /^[0-9a-f]{40}$/.test(revision)
    ? revision
    : (await ask(`${api}/revision/${encodeURIComponent(revision)}`, Revision)).sha
  const files = new Map<string, FileFacts>()
  for (const entry of await ask(`${api}/tree/${commit}?recursive=true`, Tree)) {
    if (!('path' in entry)) continue
    const { path, size, oid, lfs } = entry
    files.set(
      path,
      lfs
        ? { bytes: lfs.size, checksum: { kind: 'sha256', hex: lfs.oid } }
        : { bytes: size, checksum: { kind: 'git', hex: oid } },
    )
  }
  return { repository: { ...repository, revision: commit }, files }

  async function ask<T extends v.GenericSchema>(url: string, schema: T): Promise<v.InferOutput<T>> {
    const buffer = createBuffer()
    const file = { path: name, url, mostBytes: MOST_JSON_BYTES }
    await download(file, buffer, patience)
    return readJson(await buffer.content(), schema, file)
  }
}
