import { RerankError } from '../../src/protocol/errors.js'
import type { Checksum } from '../bytes/checksum.js'
import { bytesOfContent } from '../bytes/content.js'
import { download } from './download.js'
import { createBuffer } from './memory-sink.js'
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

interface TreeEntry {
  type: string
  path: string
  size: number
  oid: string
  /** Of large files: the id is the content's SHA-256. */
  lfs?: { oid: string; size: number }
}

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
    : (await readJson<{ sha: string }>(`${api}/revision/${encodeURIComponent(revision)}`, name, patience)).sha
  const tree = await readJson<TreeEntry[]>(`${api}/tree/${commit}?recursive=true`, name, patience)
  const files = new Map<string, FileFacts>()
  for (const { type, path, size, oid, lfs } of tree) {
    if (type !== 'file') continue
    files.set(
      path,
      lfs
        ? { bytes: lfs.size, checksum: { kind: 'sha256', hex: lfs.oid } }
        : { bytes: size, checksum: { kind: 'git', hex: oid } },
    )
  }
  return { repository: { ...repository, revision: commit }, files }
}

async function readJson<T>(url: string, path: string, patience: Patience): Promise<T> {
  const buffer = createBuffer()
  await download({ path, url }, buffer, patience)
  const bytes = await bytesOfContent(await buffer.finish())
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch (cause) {
    throw new RerankError('integrity_failed', `${path}: the hub's answer is no JSON`, {
      cause,
      details: { url },
    })
  }
}
