import { expect, test } from 'vitest'
import { MODEL_IDS } from '../../src/models/catalogue/ids.js'
import { readCascadeOption, readModel } from './model.js'
import { UsageError } from './usage.js'

test('a model is known by its name', async () => {
  expect(await readModel('webrerank/tiny-en')).toBe('webrerank/tiny-en')
})

test.each([
  ['--model', () => readModel('no/such')],
  ['--cascade', () => readCascadeOption('no/such', undefined)],
])('%s: an unknown name is refused with the list of those known', async (option, read) => {
  const error: Error = await read().then(
    () => expect.unreachable(),
    (error) => error,
  )
  expect(error).toBeInstanceOf(UsageError)
  expect(error.message).toMatch(new RegExp(`^${option}: no model is named "no/such"`))
  for (const id of MODEL_IDS) expect(error.message).toContain(`\n  ${id}\n`)
})

test('a file that cannot be read is told by its option', async () => {
  await expect(readCascadeOption('/no/such.json', undefined)).rejects.toThrow(/^--cascade: .*ENOENT/)
})
