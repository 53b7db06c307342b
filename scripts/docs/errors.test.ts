import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findMessages } from '../../docs/generator/errors/messages.js'
import { errorsPage } from '../../docs/generator/errors/page.js'
import { STATUS } from '../../src/protocol/errors.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

test('docs/errors.md is what the sources say: else run `node docs/generator/errors/page.js`', () => {
  expect(readFileSync(`${ROOT}docs/errors.md`, 'utf8')).toBe(errorsPage())
})

test('messages are found that are given directly, by a function and by a constant', () => {
  const messages = findMessages(ROOT)
  expect(messages.get('invalid_request')).toContain('model is required')
  expect(messages.get('invalid_request')).toContain('documents must not be empty')
  expect(messages.get('invalid_request')).not.toContain('must not be empty')
  expect(messages.get('disposed')).toContain('the reranker was disposed')
  expect(messages.get('worker_crashed')).toContain('the worker did not start within … ms')
  expect([...messages.keys()].filter((code) => !(code in STATUS))).toEqual([])
})
