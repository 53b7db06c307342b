import { describe, expect, test } from 'vitest'
import { SNIPPETS } from '../views/snippets.js'
import { parseDocuments } from './documents.js'
import { textOf } from './types.js'

describe('lines', () => {
  test.each([
    ['one\ntwo', ['one', 'two'], 0],
    ['one\r\ntwo\r\n', ['one', 'two'], 0],
    ['one\n\n \ntwo\n\n', ['one', 'two'], 2],
    ['  not trimmed  ', ['  not trimmed  '], 0],
    ['[1] Introduction\n[2] Method', ['[1] Introduction', '[2] Method'], 0],
    ['{braces} in a text', ['{braces} in a text'], 0],
    ['"quoted", and more', ['"quoted", and more'], 0],
  ])('%j', async (source, documents, blank) => {
    expect(await parseDocuments(source)).toEqual({ ok: true, form: 'lines', documents, blank })
  })

  test.each(['', ' \n\t\n'])('%j has no document', async (source) => {
    expect(await parseDocuments(source)).toMatchObject({ ok: false, form: 'lines' })
  })
})

describe('JSON', () => {
  test('strings and objects, other members kept', async () => {
    const documents = ['one', { text: 'two', id: 2 }, '']
    expect(await parseDocuments(` ${JSON.stringify(documents, null, 2)}\n`)).toMatchObject({
      ok: true,
      form: 'json',
      documents,
    })
  })

  test.each([
    ['["one", "two"', /looks like JSON but can’t be parsed/],
    ['[]', /no documents/],
    ['{"a": 1}', /JSON object has no documents/],
    ['["one", 2]', /Item 2 is a number/],
    ['["one", null]', /Item 2 is null/],
    ['[{"id": "one"}]', /Item 1 is an object without text/],
    ['[["one"]]', /Item 1 is an array/],
  ])('%s', async (source, problem) => {
    expect(await parseDocuments(source)).toMatchObject({
      ok: false,
      form: 'json',
      problem: expect.stringMatching(problem),
    })
  })
})

describe('CSV', () => {
  test.each([
    ['id,text\n1,one\n2,two', 'text', ['one', 'two']],
    ['text;id\n"one; with ""quotes""\nand a break";1', 'text', ['one; with "quotes"\nand a break']],
    ['\uFEFFId\tContent\r\n1\tone\r\n', 'Content', ['one']],
  ])('%j', async (source, column, documents) => {
    expect(await parseDocuments(source)).toMatchObject({ ok: true, form: 'csv', column, documents })
  })

  test('a header without a known name is CSV where it is said, and the longest column counts', async () => {
    const source = 'a,b\n1,a long text\n2,another'
    expect(await parseDocuments(source)).toMatchObject({ form: 'lines' })
    expect(await parseDocuments(source, 'csv')).toMatchObject({
      column: 'b',
      documents: ['a long text', 'another'],
    })
  })

  test.each([
    ['id,text\n1,"one', /Row 2/],
    ['id,text\n1', /Row 2 of the CSV has 1 cell, so it has no “text”/],
    ['id,text', /no rows/],
  ])('%j is told', async (source, problem) => {
    expect(await parseDocuments(source, 'csv')).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem),
    })
  })

  test('a sentence with commas is no header', async () => {
    expect(await parseDocuments('A text, a document, and more of it: all in one line.\ntwo')).toMatchObject({
      form: 'lines',
    })
  })
})

describe('requests', () => {
  const request = {
    model: 'm',
    query: 'it’s "a": b?',
    documents: ['one, {two}', { text: "it's // 3" }],
    top_n: 1,
  }
  const input = {
    request,
    choice: { model: 'm', device: 'auto' as const },
    asked: { query: '', documents: '', topN: '', model: 'm', device: 'auto' as const },
  }

  test.each(['module', 'fetch', 'curl', 'python', 'json'] as const)(
    'what “Code for this request” prints as %s is read',
    async (name) => {
      const parsed = await parseDocuments(await SNIPPETS[name](input))
      expect(parsed).toMatchObject({
        ok: true,
        form: 'request',
        query: request.query,
        documents: request.documents,
        options: { top_n: 1 },
      })
    },
  )

  test.each([
    ['curl https://x -d \'{"query": "it\'\\\'\'s", "documents": ["a"]}\'', "it's", ['a']],
    [
      "co.rerank(query='q', documents=['a'])\nfetch({ query: 'q', documents: ['a', 'b',], })",
      'q',
      ['a', 'b'],
    ],
    ['{"query": "q", "texts": ["a", "b"]}', 'q', ['a', 'b']],
    ['{"query": "q", "documents": ["a"], "top_k": 3, "max_chunks_per_doc": 2}', 'q', ['a']],
  ])('%s', async (source, query, documents) => {
    expect(await parseDocuments(source)).toMatchObject({ ok: true, form: 'request', query, documents })
  })

  test('a text that speaks of code is lines', async () => {
    expect(await parseDocuments('call fetch({ query }) once\nand rerank( the rest )')).toMatchObject({
      form: 'lines',
    })
  })
})

describe('responses of search engines', () => {
  const texts = ['Guide. How to start', 'Second. More of it']
  const records = [
    { objectID: '1', title: 'Guide', content: 'How to start', url: '/a' },
    {
      objectID: '2',
      title: 'Second',
      content: 'More of it',
      _highlightResult: { title: { value: 'x y z' } },
    },
  ]
  test.each([
    ['Algolia', { hits: records, nbHits: 2, processingTimeMS: 1, query: 'start' }, 'start'],
    ['Algolia', { results: [{ hits: records, processingTimeMS: 1, query: 'start' }] }, 'start'],
    [
      'Elasticsearch',
      { took: 1, hits: { total: 2, hits: records.map((r) => ({ _id: '1', _source: r })) } },
      undefined,
    ],
    ['Meilisearch', { hits: records, query: 'start', processingTimeMs: 1 }, 'start'],
    [
      'Typesense',
      {
        found: 2,
        request_params: { q: 'start' },
        hits: records.map((document) => ({ document, text_match: 1 })),
      },
      'start',
    ],
    [
      'Pagefind',
      records.map(({ title, content }) => ({
        url: '/a',
        excerpt: `<mark>${content}</mark>`,
        meta: { title },
      })),
      undefined,
    ],
  ])('%s', async (engine, value, query) => {
    const parsed = await parseDocuments(JSON.stringify(value))
    expect(parsed).toMatchObject({ ok: true, form: 'results', engine })
    expect(parsed.ok && parsed.documents.map(textOf)).toEqual(texts)
    expect(parsed.ok && parsed.query).toBe(query)
  })
})

describe('JSON Lines', () => {
  test('with blank lines and titles', async () => {
    const source = '{"_id": "1", "title": "One", "text": "is a number"}\n\n{"text": "two"}\n\n'
    expect(await parseDocuments(source)).toMatchObject({
      ok: true,
      form: 'jsonl',
      documents: ['One. is a number', { text: 'two' }],
      blank: 1,
    })
  })

  test('grades of documents, and several queries of which one is chosen', async () => {
    expect(await parseDocuments('[{"text": "a", "label": 0}, {"text": "b", "label": 2}]')).toMatchObject({
      form: 'tasks',
      relevance: [0, 2],
    })
    const source = [
      { query: 'q1', documents: ['a', 'b'], relevance: [0, 1], judged: [1, 1] },
      { query: 'q2', positive: ['yes'], negative: ['no', 'never'] },
    ]
      .map((task) => JSON.stringify(task))
      .join('\n')
    expect(await parseDocuments(source)).toMatchObject({ query: 'q1', relevance: [0, 1], judged: [1, 1] })
    expect(await parseDocuments(source, 'auto', 1)).toMatchObject({
      query: 'q2',
      tasks: [
        { query: 'q1', relevance: [0, 1] },
        { query: 'q2', relevance: [0, 0, 1] },
      ],
      documents: ['no', 'never', 'yes'],
      relevance: [0, 0, 1],
    })
  })
})
