import { expect, test } from 'vitest'
import { requireMemory } from './memory.js'

const check = (build: 'wasm' | 'native' | 'jspi', weights: number, deviceMemory?: number) => () =>
  requireMemory('a/decoder', { build }, weights, deviceMemory)

test('a decoder whose weights a page cannot address is refused with what it needs', () => {
  expect(check('wasm', 598e6)).not.toThrow()
  expect(check('wasm', 2.4e9)).toThrow(
    'a/decoder needs about 5.0 GB of memory on the CPU, and 4.0 GB are there',
  )
})

test('less than 8 GB are said by the browser, and 8 stand for any number', () => {
  expect(check('wasm', 598e6, 1)).toThrow('1.0 GB are there')
  expect(check('wasm', 598e6, 2)).not.toThrow()
  expect(check('wasm', 598e6, 8)).not.toThrow()
})

test('a GPU and a native process are asked themselves', () => {
  expect(check('native', 9e9)).not.toThrow()
  expect(check('jspi', 9e9, 1)).not.toThrow()
})
