import { expect, test } from 'vitest'
import { CATALOGUE } from '../../src/models/catalogue/index.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { checkCard, isValidCard } from './check-card.js'

test.each(Object.values(CATALOGUE).map((card) => [card.id, card] as const))('%s is a card', (_, card) => {
  expect(() => checkCard(card)).not.toThrow()
})

test.each([
  ['no object', null],
  ['source', { id: 'a' }],
  ['source', { id: 'a', source: 'http://[/' }],
  ['id', { id: 5, source: 'hub:a/b' }],
  ['window', { id: 'a', source: 'hub:a/b', window: -1 }],
  ['tokenizer.bytes', { id: 'a', source: 'hub:a/b', tokenizer: { path: 'a', bytes: -5 } }],
  ['weights.q8.path', { id: 'a', source: 'hub:a/b', weights: { q8: {} } }],
  ['weights.q9', { id: 'a', source: 'hub:a/b', weights: { q9: { path: 'a' } } }],
  ['weights.q8.sha256', { id: 'a', source: 'hub:a/b', weights: { q8: { path: 'a', sha256: 'AB' } } }],
  ['reference.0.query', { id: 'a', source: 'hub:a/b', reference: [{}] }],
  ['matchTypes.table', { id: 'a', source: 'hub:a/b', matchTypes: {} }],
])('a card that is wrong in %s is refused by name', (member, card) => {
  expect(isValidCard(card as ModelReference)).toBe(false)
  try {
    checkCard(card as ModelReference)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ name: 'RerankError', code: 'invalid_request', param: 'model' })
    if (member !== 'no object') expect((error as Error).message).toContain(`${member}: `)
  }
})
