import { expect, test } from 'vitest'
import { readJobs } from './jobs.js'
import type { BadLine, Format } from './types.js'
import { writeJob } from './write.js'

async function* linesOf(values: readonly unknown[]) {
  for (const [i, value] of values.entries())
    yield { number: i + 1, text: typeof value === 'string' ? value : JSON.stringify(value) }
}

async function read(values: readonly unknown[], format: Format = 'jsonl', after = 0) {
  const bad: BadLine[] = []
  const jobs = []
  for await (const job of readJobs(linesOf(values), format, after, (line) => bad.push(line))) jobs.push(job)
  return { jobs, bad }
}

test('consecutive pairs of one query are one request; lists are requests of their own', async () => {
  const pair = (query: string) => ({ query, document: 'd' })
  const list = { query: 'a', documents: ['x', { text: 'y' }] }
  const { jobs, bad } = await read([pair('a'), pair('a'), list, pair('a'), pair('b')])
  expect(bad).toEqual([])
  expect(jobs.map(({ entries }) => entries.map(({ line }) => line))).toEqual([[1, 2], [3], [4], [5]])
  expect(jobs[1]!.entries[0]!.documents).toEqual(['x', 'y'])
  const many = await read(Array.from({ length: 130 }, () => pair('a')))
  expect(many.jobs.map(({ entries }) => entries.length)).toEqual([64, 64, 2])
})

test.each([
  ['{', 'not valid JSON'],
  ['[]', 'must be a JSON object'],
  [{ document: 'd' }, 'query must be'],
  [{ query: ' ', document: 'd' }, 'query must be'],
  [{ query: 'q' }, 'either document or documents'],
  [{ query: 'q', document: 'd', documents: ['d'] }, 'either document or documents'],
  [{ query: 'q', document: 7 }, 'document must be a string'],
  [{ query: 'q', documents: [] }, 'documents must be a non-empty array'],
  [{ query: 'q', documents: ['d', null] }, 'documents[1] must be a string'],
  [{ query: 'q', documents: ['d'], document_ids: ['a', 'b'] }, 'document_ids must be'],
])('%j is left out, and the next line is read', async (line, problem) => {
  const { jobs, bad } = await read([line, { query: 'q', document: 'd' }])
  expect(bad).toEqual([{ number: 1, problem: expect.stringContaining(problem) }])
  expect(jobs.map(({ lastLine }) => lastLine)).toEqual([2])
})

test('names of a TREC run are words', async () => {
  const line = (query_id: unknown, document_id: unknown) => ({
    query: 'q',
    document: 'd',
    query_id,
    document_id,
  })
  const { jobs, bad } = await read(
    [line('q 1', 'd'), line('q1', ''), line('q1', 'a\u001b'), line(1, 'd1'), line(1, 'd2'), line(2, 'd1')],
    'trec',
  )
  expect(bad.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(jobs.map(({ entries }) => entries.map(({ documentIds }) => documentIds[0]))).toEqual([
    ['d1', 'd2'],
    ['d1'],
  ])
})

test('of a TREC run’s query, documents beyond the limit are left out and done, not a ranking of their own', async () => {
  const lines = Array.from({ length: 100_002 }, () => ({ query: 'q', document: 'd', query_id: 1 }))
  const { jobs, bad } = await read(lines, 'trec')
  expect(bad.map(({ number }) => number)).toEqual([100_001, 100_002])
  expect(jobs).toEqual([expect.objectContaining({ lastLine: 100_002, skipped: 2 })])
})

test('what is done is not read again', async () => {
  const { jobs } = await read(
    [
      { query: 'a', document: '1' },
      { query: 'a', document: '2' },
    ],
    'jsonl',
    1,
  )
  expect(jobs.map(({ entries }) => entries.map(({ line }) => line))).toEqual([[2]])
})

test('answers in the order of lines, or ranked', async () => {
  const pairs = [
    { id: 'x\u009b', query: 'q', document: 'a', query_id: 7, document_id: 'A' },
    { query: 'q', document: 'b', query_id: 7, document_id: 'B' },
  ]
  const results = [
    { index: 1, score: 0.9 },
    { index: 0, score: 0.1 },
  ]
  const { jobs } = await read(pairs)
  expect(writeJob('jsonl', jobs[0]!, results)).toBe(
    '{"line":1,"id":"x\\u009b","score":0.1}\n{"line":2,"score":0.9}\n',
  )
  const { jobs: run } = await read(pairs, 'trec')
  expect(writeJob('trec', run[0]!, results)).toBe('7 Q0 B 1 0.9 webrerank\n7 Q0 A 2 0.1 webrerank\n')
  const { jobs: lists } = await read([{ id: 3, query: 'q', documents: ['a', 'b'] }])
  expect(JSON.parse(writeJob('jsonl', lists[0]!, results))).toEqual({
    line: 1,
    id: 3,
    results: [
      { index: 1, relevance_score: 0.9 },
      { index: 0, relevance_score: 0.1 },
    ],
  })
})
