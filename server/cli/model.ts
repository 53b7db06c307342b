import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CascadeOptions } from '../../src/client/types.js'
import { MODEL_IDS } from '../../src/models/catalogue/ids.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { readNumber, UsageError } from './usage.js'

/**
 * A model as an argument names it: a catalogue id, or a file that holds a card. A card's `source` may be relative to
 * the file; default: the file's folder.
 * @param option the one that the argument belongs to, for messages
 * @throws UsageError that lists the known names where there is no such model, or names the file that cannot be read
 */
export async function readModel(argument: string, option = '--model'): Promise<string | ModelReference> {
  if (!argument.endsWith('.json')) return requireKnown(argument, option)
  const text = await readFile(argument, 'utf8').catch((error: Error) => {
    throw new UsageError(`${option}: ${error.message}`)
  })
  const card = readCard(text, argument, option)
  if (card.source === 'embedded') return card
  const folder = pathToFileURL(path.resolve(path.dirname(argument), './index')).href
  return { ...card, source: new URL(card.source ?? './index', `${folder}/`).href }
}

/** The options `--cascade` and `--keep`. */
export async function readCascadeOption(
  first: string | undefined,
  keep: string | undefined,
): Promise<CascadeOptions | undefined> {
  const number = readNumber('keep', keep, 1)
  if (first !== undefined) return { first: await readModel(first, '--cascade'), keep: number }
  if (number !== undefined) throw new UsageError('--keep has no meaning without --cascade')
  return undefined
}

/** Refused before anything is read, started or loaded. */
function requireKnown(name: string, option: string): string {
  if ((MODEL_IDS as readonly string[]).includes(name)) return name
  const known = MODEL_IDS.map((id) => `  ${id}\n`).join('')
  throw new UsageError(
    `${option}: no model is named ${JSON.stringify(name)}. Known models:\n${known}To use another model, name a .json file that describes it.`,
  )
}

/** @throws UsageError that names the file */
function readCard(text: string, file: string, option: string): ModelReference {
  let card: unknown
  try {
    card = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new UsageError(`${option}: ${file}: not valid JSON: ${(error as Error).message}`)
  }
  if (typeof card !== 'object' || card === null || Array.isArray(card))
    throw new UsageError(`${option}: ${file}: must contain a JSON object`)
  const { id, source } = card as { id?: unknown; source?: unknown }
  if (typeof id !== 'string' || id === '')
    throw new UsageError(`${option}: ${file}: id must be a non-empty string`)
  if (source !== undefined && typeof source !== 'string')
    throw new UsageError(`${option}: ${file}: source must be a string`)
  return card as ModelReference
}
