import { expect, test } from 'vitest'
import { createRuntimes, type RuntimeSource } from './source.js'

/** The smallest module, which is its header alone. */
const compile = () => WebAssembly.compile(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]))

function countingSource() {
  const asked: string[] = []
  const source: RuntimeSource = {
    cpu: 'wasm',
    load: () => Promise.reject(new Error('not wanted here')),
    loadKernels(name) {
      asked.push(name)
      return name === 'plain' ? compile() : Promise.reject(new Error('not found'))
    },
  }
  return { source, asked }
}

test('kernels are loaded once, and each worker has its own', async () => {
  const [one, two] = [countingSource(), countingSource()]
  const [first, second] = [createRuntimes(one.source), createRuntimes(two.source)]
  const module = await first.loadKernels('plain')
  expect(await first.loadKernels('plain')).toBe(module)
  expect(await second.loadKernels('plain')).not.toBe(module)
  expect([one.asked, two.asked]).toEqual([['plain'], ['plain']])
})

test('kernels that another worker has compiled are not loaded again; those that failed are not handed on', async () => {
  const [one, two] = [countingSource(), countingSource()]
  const [first, second] = [createRuntimes(one.source), createRuntimes(two.source)]
  const module = await first.loadKernels('plain')
  await expect(first.loadKernels('relaxed')).rejects.toThrow('not found')
  const modules = await first.loadedKernels()
  expect(modules).toEqual({ plain: module })
  second.shareKernels(modules)
  expect(await second.loadKernels('plain')).toBe(module)
  expect(two.asked).toEqual([])
})
