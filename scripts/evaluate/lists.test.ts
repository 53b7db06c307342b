import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBm25 } from '../../worker/scoring/bm25.js'
import { bm25, overlap } from './baselines.mjs'
import { candidatesOf, firstShare, type List, listsTable, rankLists, readLists } from './lists.mjs'

const lists: List[] = Array.from({ length: 12 }, (_, i) => ({
  q: `question ${i}`,
  k: `keywords ${i}`,
  pos: [`right ${i}`, `also right ${i}`],
  neg: Array.from({ length: 3 + (i % 3) }, (_, j) => `wrong ${i} ${j}`),
}))

describe('candidates', () => {
  test('are those of training/rank_lists.py', () => {
    expect(candidatesOf(lists, 0)).toEqual([
      ...['right 0', 'wrong 0 0', 'wrong 0 1', 'wrong 0 2'],
      ...['right 1', 'wrong 5 0', 'wrong 9 1', 'wrong 2 2', 'right 6', 'right 10', 'wrong 3 1', 'wrong 7 1'],
    ])
    expect(candidatesOf(lists, 7)).toEqual([
      ...['right 7', 'wrong 7 0', 'wrong 7 1', 'wrong 7 2', 'wrong 7 3'],
      ...[
        'wrong 8 0',
        'right 0',
        'wrong 4 3',
        'wrong 9 1',
        'wrong 1 0',
        'right 5',
        'wrong 10 2',
        'wrong 2 1',
      ],
    ])
  })

  test('of other lists are never the list’s own, however few there are', () => {
    for (let n = 2; n <= lists.length; n++) {
      const some = lists.slice(0, n)
      some.forEach(({ pos, neg }, i) => {
        const others = candidatesOf(some, i).slice(1 + neg.length)
        expect(others).toHaveLength(8)
        for (const passage of others) expect([...pos, ...neg]).not.toContain(passage)
      })
    }
  })
})

test('the first of several equals has its share', () => {
  expect(firstShare([3, 1, 2])).toBe(1)
  expect(firstShare([3, 3, 2, 3])).toBe(1 / 3)
  expect(firstShare([2, 3])).toBe(0)
})

describe('baselines', () => {
  test('BM25 is that of fuse', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'B', 'b', 'c', 'über', '2', '.'), { maxLength: 12 })
      .map((words) => words.join(' '))
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { minLength: 1, maxLength: 6 }), async (query, documents) => {
        const scorer = createBm25(query)
        for (const document of documents) await scorer.add(document, async () => {})
        const expected = scorer.scores()
        bm25(query, documents).forEach((score, i) => {
          expect(score).toBeCloseTo(expected[i]!, 12)
        })
      }),
    )
  })

  test('overlap counts different words, whatever their case', () => {
    expect(overlap('Do I do it?', ['do it, do it', 'I', ''])).toEqual([2, 1, 0])
  })
})

test('shares are of lists, each beside baselines and chance', async () => {
  const model = (query: string, documents: string[]) =>
    documents.map((document) => (document === `right ${query.split(' ')[1]}` ? 1 : -2))
  const report = await rankLists('some.jsonl', lists, 6, { model }, () => {})
  expect(report).toMatchObject({
    lists: 6,
    first: { model: { questions: 1, keywords: 1 } },
    off_topic_below_02: 1,
    answers_above_05: 1,
  })
  expect(report.chance).toBeCloseTo((2 / 12 + 2 / 13 + 2 / 14) / 6, 4)
  expect(Object.keys(report.first)).toEqual(['model', 'bm25', 'least overlap'])
  // A list's own passages have its number, and those of others hardly any word of the query.
  expect(report.first['least overlap']).toEqual({ questions: 0, keywords: 0 })
  const table = listsTable({ model: 'm', device: 'wasm', files: [report] })
  expect(table).toContain('some.jsonl: 6 lists, m on wasm')
  expect(table).toMatch(/model +100\.0 % +100\.0 %/)
})

const good = JSON.stringify(lists[0])
test.each([
  ['no JSON', '{', 'f.jsonl:2: no JSON'],
  ['no object', '[]', 'f.jsonl:2: no object'],
  ['no question', '{"k": "a"}', 'f.jsonl:2: q must be a text'],
  ['blank keywords', '{"q": "a", "k": " "}', 'f.jsonl:2: k must be a text'],
  ['no answers', '{"q": "a", "k": "b", "text": "c"}', 'f.jsonl:2: pos must be an array of texts'],
  ['not one answer', '{"q": "a", "k": "b", "pos": [], "neg": []}', 'f.jsonl:2: pos must have a text'],
  ['a number', '{"q": "a", "k": "b", "pos": ["c"], "neg": [1]}', 'f.jsonl:2: neg must be an array of texts'],
  ['one list alone', '', 'f.jsonl: 1 lists'],
])('%s is refused, and where it is', (_, line, message) => {
  expect(() => readLists('f.jsonl', `${good}\n${line}\n`)).toThrow(message)
})

test('empty lines are none', () => {
  expect(readLists('f.jsonl', `\n${good}\n\n${good}\n`)).toHaveLength(2)
})
