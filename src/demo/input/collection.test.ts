import { expect, test } from 'vitest'
import { readCollection } from './collection.js'

const corpus = {
  name: 'corpus.jsonl',
  text: '{"_id": "d1", "title": "Cats", "text": "A cat purrs."}\n\n{"_id": "d2", "text": "A dog barks."}\n{"_id": "d3", "text": "Fish swim."}\n',
}
const queries = {
  name: 'queries.jsonl',
  text: '{"_id": "q1", "text": "what does a dog do"}\n{"_id": "q2", "text": "x"}',
}

test('BEIR: judged documents and others, in the order of a keyword count', () => {
  const qrels = { name: 'test.tsv', text: 'query-id\tcorpus-id\tscore\nq1\td2\t1\n' }
  expect(JSON.parse(readCollection([corpus, qrels, queries])!)).toEqual({
    query: 'what does a dog do',
    documents: ['A dog barks.', 'Cats. A cat purrs.', 'Fish swim.'],
    relevance: [1, 0, 0],
    judged: [1],
  })
})

test('TREC: the order of the run, and grades of documents that it lacks', () => {
  const qrels = { name: 'qrels.txt', text: 'q1 0 d2 2\nq1 0 d9 1\nq2 0 d1 0\n' }
  const run = { name: 'run.txt', text: 'q1 Q0 d2 2 9.1 bm25\nq1 Q0 d3 1 9.5 bm25\nq2 Q0 d1 1 1 bm25\n' }
  const lines = readCollection([queries, run, corpus, qrels])!.split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      query: 'what does a dog do',
      documents: ['Fish swim.', 'A dog barks.'],
      relevance: [0, 2],
      judged: [2, 1],
    },
    { query: 'x', documents: ['Cats. A cat purrs.'], relevance: [0], judged: [] },
  ])
})

test('other files are no collection', () => {
  expect(readCollection([corpus, queries])).toBeUndefined()
  expect(readCollection([{ name: 'a.txt', text: 'some prose' }, corpus])).toBeUndefined()
})
