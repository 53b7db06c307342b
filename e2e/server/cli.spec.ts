import { spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { CLI } from '../support/api-server.js'
import { writeModelFile } from '../support/model-file.js'
import { expect, test } from '../support/site.js'

/** `webrerank rank`, as it ships. */

const QUERY = 'What is a vector database?'
const LINES =
  'The Eiffel Tower is in Paris.\n\nA vector database stores embeddings.\nPostgreSQL is relational.\n'

/** Each option that names a model. An unknown name ends the command before it reads or starts anything. */
const MODEL_OPTIONS: [args: string[], option: string][] = [
  [['rank', QUERY], '--model'],
  [['rank', QUERY], '--cascade'],
  [['batch', CLI, '-o', '/no/such/output'], '--model'],
  [['index', '/no/such/site'], '--model'],
  [['serve'], '--model'],
  [['serve'], '--cascade'],
]

async function run(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [CLI, ...args])
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('exit', resolve)),
  ])
  return { stdout, stderr, code }
}

test('lines of a pipe, as a table', async () => {
  const { stdout, stderr, code } = await run(['rank', QUERY], LINES)
  expect(code).toBe(0)
  const rows = stdout.trimEnd().split('\n')
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatch(/^0\.\d{4} {2}-:3 {2}A vector database stores embeddings\.$/)
  expect(stderr).toMatch(/^3 documents in .* with webrerank\/tiny-en on wasm/)
})

test('files of each kind, as JSON', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-'))
  const file = async (name: string, content: string) => {
    await writeFile(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const files = [
    await file('a.txt', LINES),
    await file('b.json', JSON.stringify(['cake', { text: 'vector database' }])),
    await file('c.jsonl', '{"text": "An index of vectors", "id": 7}\n"tea"\n'),
  ]
  const { stdout, stderr, code } = await run(['rank', QUERY, ...files, '--json', '--top', '4', '--quiet'])
  expect([code, stderr]).toEqual([0, ''])
  const { results, usage, model } = JSON.parse(stdout)
  expect(model).toBe('webrerank/tiny-en')
  expect(usage.total_tokens).toBeGreaterThan(0)
  expect(results).toHaveLength(4)
  const found = results.find(
    (result: { document: { text: string } }) => result.document.text === 'vector database',
  )
  expect(found).toMatchObject({ index: 4, file: files[1], line: 2 })
})

test('logits, and the runtime that was asked for', async () => {
  const { stdout } = await run(
    ['rank', QUERY, '--raw', '--runtime', 'wasm', '--json'],
    'tea\nvector database\n',
  )
  const { results, webrerank } = JSON.parse(stdout)
  expect(webrerank.build).toBe('engine')
  expect(results[1].relevance_score).toBeLessThan(0)
})

test('a cascade of two models', async () => {
  const model = await writeModelFile('tiny-bert', 'mine/large')
  const args = ['rank', QUERY, '--model', model, '--cascade', 'webrerank/tiny-en', '--keep', '1', '--json']
  const { results, webrerank } = JSON.parse((await run(args, LINES)).stdout)
  expect(results.map(({ line, model }: { line: number; model: string }) => [line, model])).toEqual([
    [3, 'mine/large'],
    [4, 'webrerank/tiny-en'],
    [1, 'webrerank/tiny-en'],
  ])
  expect(webrerank.scored).toEqual({ 'mine/large': 1, 'webrerank/tiny-en': 2 })
})

test('exit codes: 2 for a wrong call or input, 1 for a failure', async () => {
  const wrong: [string[], string, string][] = [
    [[], '', 'a command is missing'],
    [['sort'], '', 'no such command'],
    [['rank'], '', 'a query is missing'],
    [['rank', QUERY, '/no/such/file'], '', 'ENOENT'],
    [['rank', QUERY], '', 'no documents'],
    [['rank', QUERY, '--top', 'two'], 'a', '--top'],
    [['rank', QUERY, '--frobnicate'], 'a', '--frobnicate'],
    [['rank', ' '], 'a', 'query'],
    ...MODEL_OPTIONS.map(([args, option]): [string[], string, string] => [
      [...args, option, 'no/such'],
      'a',
      `${option}: no model is named "no/such". Known models:\n  webrerank/tiny-en\n`,
    ]),
    [['serve', '--port', 'x'], '', '--port'],
  ]
  for (const [args, input, message] of wrong) {
    const { code, stderr, stdout } = await run(args, input)
    expect([code, stdout], args.join(' ')).toEqual([2, ''])
    expect(stderr).toContain(message)
  }
  const missing = JSON.stringify({
    ...{ id: 'x', source: 'file:///no/such/', window: 8, tokenizer: { path: 't.json' } },
    weights: { q8: { path: 'm.onnx' } },
  })
  const card = path.join(await mkdtemp(path.join(tmpdir(), 'webrerank-')), 'card.json')
  await writeFile(card, missing)
  const failed = await run(['rank', QUERY, '--model', card], 'a')
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('the request failed')])
})

test('a card of another id over the files on board, without what its token types mean, is refused', async () => {
  const card = path.join(await mkdtemp(path.join(tmpdir(), 'webrerank-')), 'card.json')
  const source = pathToFileURL(path.resolve('public/models/webrerank-tiny-en')).href
  await writeFile(card, JSON.stringify({ id: 'mine', source: `${source}/` }))
  const { code, stderr } = await run(['rank', QUERY, '--model', card], 'a')
  expect([code, stderr]).toEqual([2, expect.stringContaining('1376 token types')])
})

test('files as Windows writes them, and more lines than an argument list has room for', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-'))
  const [wide, marked] = [path.join(folder, 'wide.txt'), path.join(folder, 'marked.json')]
  await writeFile(wide, Buffer.from('\ufeffone\r\ntwo\r\n', 'utf16le'))
  await writeFile(marked, '\ufeff["three"]')
  const { stdout, code } = await run(['rank', QUERY, wide, marked, '--json'])
  const texts = JSON.parse(stdout).results.map(
    ({ document }: { document: { text: string } }) => document.text,
  )
  expect([code, texts.sort()]).toEqual([0, ['one', 'three', 'two']])
  const many = await run(['rank', QUERY, '--top', '1', '--quiet'], 'same\n'.repeat(150_000))
  expect([many.code, many.stderr]).toEqual([0, ''])
})

test('a terminal is shown no control sequence', async () => {
  const { stdout } = await run(['rank', QUERY], 'red \u001b[31m and \u0007\u009b2J\n')
  expect(stdout).toContain('red \ufffd[31m and \ufffd\ufffd2J')
})

test('help and version', async () => {
  for (const args of [['--help'], ['rank', '--help'], ['serve', '--help']]) {
    const { code, stdout } = await run(args)
    expect(code).toBe(0)
    expect(stdout).toContain('webrerank')
  }
  expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a reader that has read enough is no error', async () => {
  const child = spawn('bash', [
    '-c',
    `"${process.execPath}" "${CLI}" rank "${QUERY}" | head -1; exit \${PIPESTATUS[0]}`,
  ])
  child.stdin.end('a vector database of embeddings\n'.repeat(3000))
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('exit', resolve)),
  ])
  expect([code, stdout.split('\n').length]).toEqual([0, 2])
  expect(stderr).not.toContain('EPIPE')
})
