import { RerankError } from '../../src/protocol/errors.js'
import type { ModelCard, ModelFile, ModelReference } from '../../src/protocol/model-card.js'
import type { DownloadSettings } from '../../src/protocol/worker-api.js'
import type { Checksum } from '../bytes/checksum.js'
import { PATIENCE } from './download.js'
import { modelFileUrl } from './embedded.js'
import { hubFileUrl, type Snapshot } from './hub.js'
import { identityOf, type Patience, type WantedFile } from './types.js'

/** How long a download is tried. */
export function patienceOf({ stallTimeout }: DownloadSettings): Patience {
  return { ...PATIENCE, ...(stallTimeout && { stall: stallTimeout }) }
}

/** Where the hub is: without a slash at the end. */
export function hostOf({ host = 'https://huggingface.co' }: DownloadSettings): string {
  return host.replace(/\/+$/, '')
}

/** The hub's repository that a card names as `hub:owner/name`. */
export function hubRepository({ source, revision = 'main' }: ModelCard, host: string) {
  return source.startsWith('hub:')
    ? { host, name: source.slice('hub:'.length).replace(/\/$/, ''), revision }
    : undefined
}

/**
 * Files of the page's own site are the site's to give, like its images; others are asked for first, and so is a path in a
 * card that leads to another site.
 */
export function mayDownload(
  { source }: ModelReference,
  { allowDownload }: DownloadSettings,
  files: readonly ModelFile[],
): boolean {
  if (source === 'embedded') return true
  if (allowDownload !== undefined) return allowDownload
  if (source.startsWith('hub:')) return false
  const own = globalThis.location?.origin
  return [source, ...files.map(({ path }) => new URL(path, source))].every(
    (url) => new URL(url).origin === own,
  )
}

/**
 * Where a file is, and what is known of it.
 * @param snapshot what the hub says, where it was asked
 */
export function resolveFile(
  card: ModelCard,
  file: ModelFile,
  host: string,
  snapshot: Snapshot | undefined,
): WantedFile {
  const known = { path: file.path, ...resolveHash(file) }
  const repository = snapshot?.repository ?? hubRepository(card, host)
  if (!repository) {
    const url = modelFileUrl(card, file.path)
    return { ...known, url, ...(card.source !== 'embedded' && { cache: 'no-store' }) }
  }
  const url = hubFileUrl(repository, file.path)
  const facts = snapshot?.files.get(file.path)
  if (snapshot && !facts) {
    throw new RerankError('download_failed', `${repository.name} has no file ${file.path}`, {
      details: { url },
    })
  }
  const resolved = { ...facts, ...known, url, cache: 'no-store' as const }
  // A card that knows better than the hub pins another state of the file, and would wait for it in vain.
  const differs =
    facts && (resolved.bytes !== facts.bytes || !isCompatible(resolved.checksum, facts.checksum))
  if (!differs) return resolved
  throw new RerankError(
    'integrity_failed',
    `${file.path}: expected ${identityOf(resolved)}, ${resolved.bytes} bytes, but the hub has ${identityOf(facts)}, ${facts.bytes} bytes`,
    { details: { url } },
  )
}

/** Hashes of different kinds cannot be compared. */
function isCompatible(a: Checksum | undefined, b: Checksum): boolean {
  return a?.kind !== b.kind || a.hex === b.hex
}

export function resolveHash({ bytes, sha256 }: ModelFile): Pick<WantedFile, 'bytes' | 'checksum'> {
  return {
    ...(bytes !== undefined && { bytes }),
    ...(sha256 !== undefined && { checksum: { kind: 'sha256', hex: sha256 } }),
  }
}

/** The refusal, with all that a person would want to know before agreeing. */
export function notAllowed(card: ModelCard, missing: readonly ModelFile[], host: string): RerankError {
  const sizes = missing.map((file) => file.bytes ?? file.approximateBytes)
  const bytes = sizes.includes(undefined) ? null : sizes.reduce<number>((sum, size) => sum + size!, 0)
  const repository = hubRepository(card, host)
  const source = repository ? `${host}/${repository.name}` : card.source
  const size = bytes === null ? 'of unknown size' : `${Math.ceil(bytes / 1e6)} MB`
  return new RerankError(
    'download_not_allowed',
    `${card.id} is not on this device, and its download (${size}, from ${source}) is not allowed yet: call load(), or set allowDownload`,
    {
      param: 'model',
      details: {
        model: card.id,
        bytes,
        exact: missing.every((file) => file.bytes !== undefined),
        source,
        license: card.license,
        files: missing.map((file) => file.path),
      },
    },
  )
}
