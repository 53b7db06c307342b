import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkExamples, findExamples } from '../../docs/generator/examples.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

test('each function, class and constant that an entry exports has an example, and every example compiles', () => {
  const { exports } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  const { examples, without } = findExamples(ROOT, exports)
  expect(without).toEqual([])
  expect(examples.length).toBeGreaterThan(20)
  expect(checkExamples(ROOT, exports, examples)).toEqual([])
}, 300_000)

test('an example that does not compile is told', () => {
  const { exports } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  const wrong = { name: 'wrong', code: "import { rerank } from 'webrerank'\nrerank(1, 2, 3)" }
  expect(checkExamples(ROOT, exports, [wrong]).join()).toMatch(/wrong: .*argument/i)
}, 300_000)
