import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { type ChildServer, startChildServer } from '../support/child-server.js'
import { expect, test } from '../support/watched.js'

/** examples/cloudflare-worker and examples/deno, each by the command of its README, on its own runtime. */

const QUERY = 'Can I get my money back?'
const DOCUMENTS = [
  'Money was first coined in Lydia.',
  'You can return any item within 30 days for a full refund.',
  'Our shop is open from nine to five.',
]
/** Deno looks for a newer version of itself otherwise. */
const DENO = { DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }

const post = (server: ChildServer, body: object) =>
  fetch(`${server.url}/v1/rerank`, { method: 'POST', body: JSON.stringify(body) })

/** A server's answers: in order, a refusal, and whatever else is asked of it; it is ended in any case. */
async function expectAnswers(server: ChildServer, more?: () => Promise<void>): Promise<void> {
  try {
    const response = await post(server, { query: QUERY, documents: DOCUMENTS, top_n: 1 })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      model: 'webrerank/tiny-en',
      results: [{ index: 1, document: { text: DOCUMENTS[1] } }],
    })
    const refused = await post(server, { documents: DOCUMENTS })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('query') })
    await more?.()
  } finally {
    await server.stop()
  }
}

test('cloudflare-worker answers in workerd, within its bound', async () => {
  const server = await startChildServer('node', ['examples/cloudflare-worker/run.mjs', '0'])
  await expectAnswers(server, async () => {
    const documents = Array.from({ length: 201 }, (_, i) => `document ${i}`)
    expect((await post(server, { query: QUERY, documents })).status).toBe(413)
  })
})

test('deno serve answers', async () => {
  const args = ['serve', '--allow-read', '--host', '127.0.0.1', '--port', '0', 'examples/deno/server.js']
  await expectAnswers(await startChildServer('node_modules/.bin/deno', args, DENO))
})

test('deno run puts lines in order, and says how it is used', async () => {
  const args = ['run', '--allow-read', 'examples/deno/rank.js']
  const run = promisify(execFile)('node_modules/.bin/deno', [...args, QUERY], {
    env: { ...process.env, ...DENO },
  })
  run.child.stdin!.end(`${DOCUMENTS.join('\r\n')}\n\n`)
  const { stdout } = await run
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^0\.\d{3} {2}You can return any item within 30 days/)
  expect(lines.map((line) => line.slice(7)).sort()).toEqual(DOCUMENTS.toSorted())

  const without = spawnSync('node_modules/.bin/deno', args, {
    encoding: 'utf8',
    env: { ...process.env, ...DENO },
  })
  expect(without.status).toBe(2)
  expect(without.stderr).toContain('QUESTION')
})
