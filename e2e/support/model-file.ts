import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createCard } from '../../fixtures/models/cards.mjs'

/**
 * A card file for `--model`, under an id of choice, with the weights of a small fixture: for the examples of clients
 * that name a model which is too large for a test.
 * @returns its path
 */
export async function writeModelFile(name: 'tiny-bert' | 'tiny-xlmr', id: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-'))
  const source = pathToFileURL(path.resolve('.cache/fixtures', name)).href
  const file = path.join(folder, 'card.json')
  await writeFile(file, JSON.stringify(createCard(name, source, { id })))
  return file
}
