import { cp, readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, test } from '../support/server.js'

/** A model whose tokenizer never comes to an end: health must say so. */

async function writeHangingModel(folder: string): Promise<string> {
  await cp('.cache/fixtures/tiny-bert', folder, { recursive: true })
  const tokenizer = JSON.parse(await readFile(`${folder}/tokenizer.json`, 'utf8'))
  const split = { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false }
  tokenizer.pre_tokenizer = { type: 'Sequence', pretokenizers: [split, tokenizer.pre_tokenizer] }
  await writeFile(`${folder}/tokenizer.json`, JSON.stringify(tokenizer))
  const card = { id: 'mine/hanging', source: `${pathToFileURL(folder).href}/` }
  await writeFile(`${folder}/card.json`, JSON.stringify(card))
  return `${folder}/card.json`
}

test('health is 503 while a model’s thread hangs', async ({ start }, testInfo) => {
  const server = await start(['--model', await writeHangingModel(testInfo.outputPath('model'))])
  await server.ready()
  const asked = server.post('/v1/rerank', { query: 'q', documents: [`${'a'.repeat(60)}b`] }).catch(() => {})
  const health = async () => {
    const { status, text } = await server.ask('/health')
    return [status, JSON.parse(text).status]
  }
  await expect.poll(health, { timeout: 60_000 }).toEqual([503, 'stalled'])
  await server.stop()
  await asked
})
