import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Reranker } from '../../src/client/types.js'
import { RerankError, type RerankErrorCode } from '../../src/protocol/errors.js'
import { readJobs } from './jobs.js'
import { runBatch } from './run.js'
import type { BadLine } from './types.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'run-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Runs three lines of a pair each, of which the second fails with a code. */
async function run(code: RerankErrorCode) {
  const reranker = {
    async rank({ query }: { query: string }) {
      if (query === 'b') throw new RerankError(code, 'it fails')
      return { results: [{ index: 0, relevance_score: 0.5 }] }
    },
  } as unknown as Reranker
  const progress = { line: 0, bytes: 0, scored: 0, skipped: 0 }
  const reported: BadLine[] = []
  const report = (bad: BadLine) => void reported.push(bad)
  async function* lines() {
    for (const [index, query] of ['a', 'b', 'c'].entries())
      yield { number: index + 1, text: JSON.stringify({ query, document: 'd' }) }
  }
  const output = await open(path.join(folder, 'out.jsonl'), 'w')
  const noted: number[] = []
  try {
    await runBatch({
      reranker,
      jobs: readJobs(lines(), 'jsonl', 0, report),
      format: 'jsonl',
      raw: false,
      output,
      progress,
      concurrency: 2,
      note: async ({ line }) => void noted.push(line),
      report,
      stopped: () => false,
    })
  } finally {
    await output.close()
  }
  return { progress, reported, written: await readFile(path.join(folder, 'out.jsonl'), 'utf8'), noted }
}

test('a line that cannot be scored is reported, and the others are written', async () => {
  const { progress, reported, written } = await run('invalid_request')
  expect(reported).toEqual([{ number: 2, problem: 'it fails' }])
  expect(progress).toMatchObject({ line: 3, scored: 2, skipped: 1 })
  expect(written.trim().split('\n')).toHaveLength(2)
})

test('a model that breaks ends the run: no line is taken for a bad one', async () => {
  await expect(run('inference_failed')).rejects.toThrow('it fails')
  expect((await readFile(path.join(folder, 'out.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(1)
})
