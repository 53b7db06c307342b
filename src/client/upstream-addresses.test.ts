import { expect, test } from 'vitest'
import { createUpstreamAddresses } from './upstream-addresses.js'

test('addresses take turns', () => {
  const addresses = createUpstreamAddresses(['a', 'b', 'c'])
  expect([1, 2, 3, 4].map(() => addresses.next().join(''))).toEqual(['abc', 'bca', 'cab', 'abc'])
})

test('one that failed comes last for ten seconds, or until it answers', () => {
  let time = 0
  const addresses = createUpstreamAddresses(['a', 'b', 'c'], () => time)
  addresses.note('b', false)
  expect(addresses.next()).toEqual(['a', 'c', 'b'])
  expect(addresses.next()).toEqual(['c', 'a', 'b'])
  addresses.note('b', true)
  expect(addresses.next()).toEqual(['c', 'a', 'b'])
  addresses.note('a', false)
  expect(addresses.next()).toEqual(['b', 'c', 'a'])
  time += 10_000
  expect(addresses.next()).toEqual(['b', 'c', 'a'])
  expect(addresses.next()).toEqual(['c', 'a', 'b'])
})
