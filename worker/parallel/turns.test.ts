import { expect, test } from 'vitest'
import { createTurns, type Turns } from './turns.js'

/** Deals unit shards out, one at a time. @returns whose they were, in order */
function deal(turns: Turns<string>, left: Map<string, number>, count: number): string {
  let dealt = ''
  for (let i = 0; i < count; i++) {
    const [first] = turns.order()
    if (first === undefined) break
    dealt += first
    turns.charge(first, 1)
    const rest = left.get(first)! - 1
    left.set(first, rest)
    if (rest === 0) turns.remove(first)
  }
  return dealt
}

function start() {
  const turns = createTurns<string>(1)
  const left = new Map<string, number>()
  const add = (name: string, size: number) => {
    left.set(name, size)
    turns.add(name, size)
  }
  return { add, deal: (count: number) => deal(turns, left, count) }
}

test('a small request beside large ones is the next', () => {
  const { add, deal } = start()
  for (const name of ['A', 'B', 'C']) add(name, 100)
  expect(deal(30)).toBe('A'.repeat(30))
  add('s', 1)
  expect(deal(3)).toBe('sAA')
  // After a long time as well, and for each that comes.
  deal(50)
  add('t', 1)
  expect(deal(2)).toBe('tA')
})

test('requests of one size are served in their order', () => {
  const { add, deal } = start()
  for (const name of ['a', 'b', 'c']) add(name, 2)
  expect(deal(9)).toBe('aabbcc')
})

test('a stream of small requests leaves a large one its share', () => {
  const { add, deal } = start()
  add('L', 50)
  let dealt = ''
  for (let i = 0; i < 60; i++) {
    add(`${i % 10}`, 1)
    dealt += deal(1)
  }
  expect(dealt.split('L').length - 1).toBeGreaterThan(25)
})

test('classes that come and go never owe, nor are owed, what passed meanwhile', () => {
  const { add, deal } = start()
  add('a', 1)
  deal(1)
  add('L', 100)
  deal(40)
  // The small class was idle for 40 shards, and gets one after the other with the large one, not 40 at once.
  for (const name of ['b', 'c', 'd', 'e']) add(name, 1)
  expect(deal(6)).toBe('bLcLdL')
})
