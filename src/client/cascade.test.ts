import { describe, expect, test } from 'vitest'
import { readCascade } from './cascade.js'
import type { CascadeOptions } from './types.js'

const TINY = 'webrerank/tiny-en'
const BASE = 'BAAI/bge-reranker-base'
const OPTION: CascadeOptions = { first: BASE, keep: 7 }

const read = (cascade: unknown, option?: CascadeOptions) => readCascade('m', option, cascade)

describe('a request says', () => {
  test.each<[cascade: unknown, option: CascadeOptions | undefined, read: object | undefined]>([
    [undefined, undefined, undefined],
    [undefined, OPTION, OPTION],
    [false, OPTION, undefined],
    [true, undefined, { first: TINY, keep: 20 }],
    [true, OPTION, OPTION],
    [{}, undefined, { first: TINY, keep: 20 }],
    [{ keep: 3 }, OPTION, { first: BASE, keep: 3 }],
    [{ first: BASE, keep: null }, undefined, { first: BASE, keep: 20 }],
    [{ first: BASE }, OPTION, OPTION],
    [true, { first: { id: 'mine', source: '/m/' } }, { first: { id: 'mine', source: '/m/' }, keep: 20 }],
  ])('%j with the option %j', (cascade, option, expected) => {
    expect(read(cascade, option)).toEqual(expected)
  })
})

describe('what cannot be meant is refused by name', () => {
  test.each<[cascade: unknown, option: unknown, param: string, message: string]>([
    ['yes', undefined, 'cascade', 'must be true, false or an object'],
    [[], undefined, 'cascade', 'must be true, false or an object'],
    [{ keep: 0 }, undefined, 'cascade.keep', 'must be an integer of at least 1'],
    [{ keep: 1.5 }, OPTION, 'cascade.keep', 'must be an integer of at least 1'],
    [{ first: 'm' }, undefined, 'cascade.first', "must differ from the reranker's own model, m"],
    [{ first: 5 }, undefined, 'cascade.first', 'must be the name of a model'],
    [{ first: TINY }, OPTION, 'cascade.first', `must be ${BASE}, the first model of this reranker`],
    [true, {}, 'cascade.first', 'must be the name of a model'],
    [true, { first: 'm' }, 'cascade.first', "must differ from the reranker's own model, m"],
    [false, { first: TINY, keep: 0 }, 'cascade.keep', 'must be an integer of at least 1'],
    [undefined, true, 'cascade', 'must be an object'],
  ])('%j with the option %j', (cascade, option, param, message) => {
    expect(() => read(cascade, option as CascadeOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param, message: expect.stringContaining(message) }),
    )
  })
  test('a model that nobody knows', () => {
    expect(() => read({ first: 'nobody/knows' })).toThrow(
      expect.objectContaining({ code: 'model_not_found', param: 'cascade.first' }),
    )
  })
})
