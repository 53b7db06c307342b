import { expect, test } from 'vitest'
import { dtypesFor } from '../files.js'
import { MODEL_IDS } from './ids.js'
import { CATALOGUE } from './index.js'

const cards = Object.values(CATALOGUE)

test('ids and cards are the same models, in the same order', () => {
  expect(Object.keys(CATALOGUE)).toEqual([...MODEL_IDS])
  for (const [id, card] of Object.entries(CATALOGUE)) expect(card.id).toBe(id)
})

test.each(cards)('$id runs on both devices, int8 on the CPU alone', (card) => {
  expect(dtypesFor(card, 'wasm')[0]).toBe(card.weights.q8 ? 'q8' : 'fp32')
  const onGpu = dtypesFor(card, 'webgpu')
  expect(onGpu.length).toBeGreaterThan(0)
  expect(onGpu).not.toContain('q8')
})

test.each(cards)('$id says what a person must know', (card) => {
  expect(card.description.length).toBeGreaterThan(10)
  expect(card.languages.length).toBeGreaterThan(0)
  expect(card.license).toMatch(/^[A-Za-z0-9.-]+$/)
  if (/-NC-/.test(card.license)) expect(card.description).toContain('Non-commercial')
  const files = [card.tokenizer, ...Object.values(card.weights)]
  for (const { sha256 } of files) if (sha256) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  if (card.revision) expect(card.revision).toMatch(/^[0-9a-f]{40}$/)
  // What a hash pins must be asked for at the commit that has it.
  if (files.some(({ sha256 }) => sha256) && card.source !== 'embedded') expect(card.revision).toBeDefined()
})

test('reference pairs tell apart, further than a tolerance', () => {
  for (const { reference, tolerance } of cards) {
    for (const dtype of ['fp32', 'fp16', 'q8'] as const) {
      const logits = (reference ?? []).flatMap(({ logit }) => logit[dtype] ?? [])
      if (logits.length > 1 && tolerance?.[dtype]) {
        expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(2 * tolerance[dtype])
      }
    }
  }
})
