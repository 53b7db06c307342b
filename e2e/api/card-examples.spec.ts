import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { findPython } from '../../scripts/gate/python.mjs'
import type { RerankResponse } from '../../src/index.js'
import { type ApiServer, endServer, startServer } from '../support/api-server.js'
import { writeModelFile } from '../support/model-file.js'
import { expect, test } from '../support/site.js'

/**
 * The calls of the card, e2e/api/card-examples/, by real curl and real Python against the server: only host and key are replaced.
 * They name BAAI/bge-reranker-v2-m3; a small model of the same family answers under that name.
 */

const HOST = 'https://api.example.com'
const KEY = 'sk-xxx'
const run = promisify(execFile)

let server: ApiServer
test.beforeAll(async () => {
  const model = await writeModelFile('tiny-xlmr', 'BAAI/bge-reranker-v2-m3')
  server = await startServer(['--model', model, '--api-key', 'sk-test'])
})
test.afterAll(() => endServer(server))

async function example(name: string, key = 'sk-test'): Promise<string> {
  const text = await readFile(new URL(`card-examples/${name}`, import.meta.url), 'utf8')
  expect(text).toContain(HOST)
  expect(text).toContain(KEY)
  return text.replace(HOST, server.url).replace(KEY, key)
}

test('curl', async () => {
  const { stdout } = await run('bash', ['-c', await example('rerank.sh')])
  const answer = JSON.parse(stdout) as RerankResponse
  expect(answer.model).toBe('BAAI/bge-reranker-v2-m3')
  expect(answer.results).toHaveLength(2)
  for (const { index, relevance_score, document } of answer.results) {
    expect([0, 1, 2]).toContain(index)
    expect(relevance_score > 0 && relevance_score < 1).toBe(true)
    expect(typeof document?.text).toBe('string')
  }
  expect(answer.usage.total_tokens).toBeGreaterThan(0)
})

test('Python requests', async () => {
  const python = findPython()
  expect(python, 'a Python with requests: install python3-requests, or set PYTHON').toBeDefined()
  const { stdout } = await run(python!, ['-c', await example('rerank.py')])
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(/^\[0\.\d{4}\] [A-Z]/)
})

test('a wrong key is told', async () => {
  const { stdout } = await run('bash', ['-c', await example('rerank.sh', 'sk-wrong')])
  expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining('key') }, code: 401 })
})
