import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CascadeOptions } from '../../src/client/types.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { readNumber, UsageError } from './usage.js'

/**
 * A model as an argument names it: a catalogue id, or a file that holds a card. A card's `source` may be relative to
 * the file; default: the file's folder.
 */
export async function readModel(argument: string): Promise<string | ModelReference> {
  if (!argument.endsWith('.json')) return argument
  const text = await readFile(argument, 'utf8').catch((error: Error) => {
    throw new UsageError(`--model: ${error.message}`)
  })
  const card = readCard(text, argument)
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
  if (first !== undefined) return { first: await readModel(first), keep: number }
  if (number !== undefined) throw new UsageError('--keep has no meaning without --cascade')
  return undefined
}

/** @throws UsageError that names the file */
function readCard(text: string, file: string): ModelReference {
  let card: unknown
  try {
    card = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new UsageError(`--model: ${file}: not valid JSON: ${(error as Error).message}`)
  }
  if (typeof card !== 'object' || card === null || Array.isArray(card))
    throw new UsageError(`--model: ${file}: must contain a JSON object`)
  const { id, source } = card as { id?: unknown; source?: unknown }
  if (typeof id !== 'string' || id === '')
    throw new UsageError(`--model: ${file}: id must be a non-empty string`)
  if (source !== undefined && typeof source !== 'string')
    throw new UsageError(`--model: ${file}: source must be a string`)
  return card as ModelReference
}
