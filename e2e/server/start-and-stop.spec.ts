import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { CLI } from '../support/api-server.js'
import { CARD, LONG } from '../support/card-request.js'
import { expect, test } from '../support/server.js'

/** What is refused before the server listens, and how it ends. */

async function refuse(args: readonly string[], env = {}) {
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...args], {
    env: { ...process.env, ...env },
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { stdout, stderr, code }
}

test('a script ends when its calls are answered, without dispose()', async () => {
  const server = new URL('../../dist/server.js', import.meta.url).href
  const script = `import { createReranker } from '${server}'
    const reranker = createReranker({ runtime: 'wasm' })
    const told = []
    const answer = await reranker.rank(
      { query: 'a warm drink', documents: ['A bicycle', 'Hot chocolate'] },
      { onProgress: ({ step }) => told.push(step) },
    )
    console.log(answer.results[0].index + ' ' + (told.length > 0))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script])
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  expect([stdout, stderr, code]).toEqual(['1 true\n', '', 0])
})

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from a pattern
test('options that cannot be meant', async ({}, testInfo) => {
  const file = async (name: string, content: string) => {
    await writeFile(testInfo.outputPath(name), content)
    return testInfo.outputPath(name)
  }
  const wrong: [string[], string][] = [
    [['--model', 'nope'], '--model: no model is named "nope". Known models:'],
    [['--model', 'webrerank/tiny-en', '--model', 'webrerank/tiny-en'], 'webrerank/tiny-en is given twice'],
    [['--model', await file('null.json', 'null')], 'null.json: must contain a JSON object'],
    [['--model', await file('broken.json', '{')], 'broken.json: not valid JSON'],
    [['--model', await file('empty.json', '{}')], 'empty.json: id must be a non-empty string'],
    [['--model', await file('source.json', '{"id":"a","source":1}')], 'source.json: source must be a string'],
    [['--api-key', 'a:b'], 'apiKeys[0]'],
    [['--api-key', ''], 'apiKeys[0]'],
    [['--allow-origin', 'example.com'], 'allowOrigin[0]'],
    [['--allow-host', 'https://example.com'], 'allowHost[0]'],
    [['--alias', 'x'], '--alias'],
    [['--alias', 'x=nope'], 'aliases'],
    [['--site', '/no/such/folder'], 'site must be a folder'],
    [['--port', ''], '--port'],
    [['--port', '0x50'], '--port'],
    [['--port', '70000'], '--port'],
    [['--host', ''], 'host'],
    [['--timeout', '3000000000'], '--timeout'],
    [['--max-body-bytes', '1e3'], '--max-body-bytes'],
    [['--max-pending-bytes', '5'], 'maxPendingBytes'],
    [['--upstream', 'ftp://a.example/'], 'upstream.url'],
    [['--upstream', 'http://user:pass@a.example/'], 'upstream.url'],
    [['--upstream', 'nonsense'], 'upstream.url'],
    [['--upstream', 'http://a.example/', '--upstream', 'http://a.example/'], 'upstream.url'],
    [['--upstream', 'http://a.example/', '--upstream-retries', '11'], '--upstream-retries'],
    [['--upstream-retries', '1'], '--upstream-retries'],
    [['--drain', '-1'], '--drain'],
    [['--threads', '0'], '--threads'],
    [['--grace', '3000000000'], '--grace'],
  ]
  for (const [args, message] of wrong) {
    const { stdout, stderr, code } = await refuse(args)
    expect([stdout, code], args.join(' ')).toEqual(['', 2])
    expect(stderr).toContain(message)
  }
})

test('a signal right after the start line ends it in order', async ({ start }) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await start()
    const exit = once(server.process, 'exit')
    server.process.kill(signal)
    expect(await exit).toEqual([0, null])
  }
})

test('SIGTERM: what is under way is answered, then it exits with 0', async ({ start }) => {
  const server = await start()
  await server.ready()
  const under = server.post('/v1/rerank', { ...LONG, documents: LONG.documents.slice(0, 100) })
  await server.active(1)
  const code = server.stop()
  expect((await under).status).toBe(200)
  expect(await code).toBe(0)
  expect(server.log()).toContain('"stopped"')
})

test('SIGTERM: requests are still answered for a while, and /ready says that it stops', async ({ start }) => {
  const server = await start(['--drain', '4000'])
  await server.ready()
  const kept = new Agent({ keepAlive: true })
  expect((await server.ask('/health', { agent: kept })).headers.connection).toBe('keep-alive')
  const exit = once(server.process, 'exit')
  server.process.kill('SIGTERM')
  await expect.poll(() => server.log()).toContain('"stopping"')
  // On a connection that is open, and on new ones: each is told to come no more.
  const alive = await server.ask('/health', { agent: kept })
  expect([alive.status, alive.headers.connection, JSON.parse(alive.text).status]).toEqual([
    200,
    'close',
    'stopping',
  ])
  const ready = await server.ask('/ready')
  expect([ready.status, JSON.parse(ready.text).status]).toEqual([503, 'stopping'])
  const body = JSON.stringify(CARD)
  const answered = await server.ask('/v1/rerank', { method: 'POST', body })
  expect([answered.status, answered.headers.connection]).toEqual([200, 'close'])
  expect(await exit).toEqual([0, null])
  kept.destroy()
})

test('a second signal, of whichever kind, ends it at once', async ({ start }) => {
  const server = await start(['--runtime', 'wasm'])
  await server.ready()
  const asked = server.post('/v1/rerank', LONG).catch(() => {})
  await server.active(1)
  const exit = once(server.process, 'exit')
  server.process.kill('SIGTERM')
  await expect.poll(() => server.log()).toContain('"stopping"')
  server.process.kill('SIGINT')
  expect(await exit).toEqual([130, null])
  await asked
})

test('half sent headers and idle connections do not hold the end, however long requests may have', async () => {
  const module = await import(new URL('../../dist/server.js', import.meta.url).href)
  const { serve } = module as typeof import('../../server/index.js')
  const server = await serve({ port: 0, grace: 2 ** 31 - 1, log: () => {} })
  const { port } = new URL(server.url)
  const [half, idle] = [connect(Number(port), '127.0.0.1'), connect(Number(port), '127.0.0.1')]
  half.write('POST /v1/rerank HTTP/1.1\r\nHost: 127.')
  await once(idle, 'connect')
  // Answered after both had come.
  await fetch(`${server.url}/health`)
  await server.close()
  half.destroy()
  idle.destroy()
})

test('a log of the caller’s that throws hurts no request', async () => {
  const module = await import(new URL('../../dist/server.js', import.meta.url).href)
  const { serve } = module as typeof import('../../server/index.js')
  const log = () => {
    throw new Error('the caller’s')
  }
  const server = await serve({ port: 0, log })
  expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
  await server.close()
})
