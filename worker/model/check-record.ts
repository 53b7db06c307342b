import { sha256 } from '@noble/hashes/sha2.js'
import { version } from '../../package.json'
import { toHex } from '../../src/protocol/hex.js'
import type { ModelCard } from '../../src/protocol/model-card.js'
import { type FindShelf, keepText } from '../files/shelf.js'
import type { ActivationBits, Choice } from '../runtime/types.js'
import { findWeights } from './weights.js'

/** Where a model's folder has the checks that it passed. */
const PATH = 'webrerank-checks.json'
/** A device has few, unless its drivers and our releases change often. */
const MOST = 20

/** Whether a check was passed before. */
export interface RememberedCheck {
  /** With how many bits for activations, where it was passed. */
  activationBits?: ActivationBits
  remember(activationBits: ActivationBits): Promise<void>
}

/**
 * Looks up whether these weights, of this version, gave these reference scores on this device, in this release. Kept beside the model's
 * files, and so deleted with them; a model that is not stored is checked in full each time.
 */
export async function recallCheck(
  findShelf: FindShelf,
  card: ModelCard,
  choice: Choice,
): Promise<RememberedCheck> {
  const shelf = await findShelf(card)
  const { path } = findWeights(card, choice.dtype)!.file
  const weights = await shelf?.store.record(shelf.folder, path)
  if (!shelf || !weights?.complete) return { async remember() {} }

  const { dtype, device, build, reason } = choice
  // On a GPU the reason names it.
  const place = [version, dtype, device, build, device === 'webgpu' ? reason : '']
  const facts = [...place, weights.identity, card.version, card.reference, card.tolerance]
  const key = toHex(sha256(new TextEncoder().encode(JSON.stringify(facts))))
  const record = await shelf.store.record(shelf.folder, PATH)
  const kept = record?.complete
    ? await shelf.store.read(shelf.folder, PATH).catch(() => undefined)
    : undefined
  const text = (await kept?.text()) ?? '[]'
  const passed = parse(text)
  const entry = (activationBits: ActivationBits) => `${key}/${activationBits}`
  const activationBits = ([7, 12] as const).find((activationBits) => passed.includes(entry(activationBits)))
  return {
    ...(activationBits && { activationBits }),
    remember: (activationBits) =>
      keepText(shelf, PATH, JSON.stringify([entry(activationBits), ...passed].slice(0, MOST))),
  }
}

function parse(text: string): string[] {
  try {
    const passed: unknown = JSON.parse(text)
    return Array.isArray(passed) ? passed : []
  } catch {
    return []
  }
}
