import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { UsageError } from './usage.js'

/**
 * A model as an argument names it: a catalogue id, or a file that holds a card. A card's `source` may be relative to
 * the file; default: the file's folder.
 */
export async function readModel(argument: string): Promise<string | ModelReference> {
  if (!argument.endsWith('.json')) return argument
  const text = await readFile(argument, 'utf8').catch((error: Error) => {
    throw new UsageError(`--model: ${error.message}`)
  })
  const card = JSON.parse(text) as ModelReference
  const folder = pathToFileURL(path.resolve(path.dirname(argument), './index')).href
  return card.source === 'embedded'
    ? card
    : { ...card, source: new URL(card.source ?? './index', `${folder}/`).href }
}
