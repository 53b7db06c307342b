import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ApiServer, endServer } from '../support/api-server.js'
import { CARD } from '../support/card-request.js'
import { expect, test } from '../support/server.js'

/** `--site`: static files beside the API. */

async function makeSite(): Promise<string> {
  const outer = await mkdtemp(path.join(tmpdir(), 'webrerank-'))
  const site = path.join(outer, 'site')
  for (const folder of ['.git', '.well-known', 'inner', 'odd/index.html'])
    await mkdir(path.join(site, folder), { recursive: true })
  await writeFile(path.join(outer, 'outside.txt'), 'outside')
  for (const name of [
    'a.txt',
    '100%.txt',
    'a b.txt',
    '.env',
    '.git/config',
    '.well-known/x',
    'inner/index.html',
  ])
    await writeFile(path.join(site, name), 'inside')
  await symlink(path.join(outer, 'outside.txt'), path.join(site, 'link.txt'))
  await symlink(outer, path.join(site, 'folder'))
  await symlink(path.join(site, 'a.txt'), path.join(site, 'inner-link.txt'))
  return site
}

const status = async (server: ApiServer, path: string) => (await server.ask(path)).status

test('files of the folder, and nothing beside them', async ({ start }) => {
  const server = await start(['--site', await makeSite()])
  for (const path of ['/a.txt', '/100%25.txt', '/a%20b.txt', '/inner/', '/inner-link.txt', '/.well-known/x'])
    expect(await status(server, path), path).toBe(200)
  const hidden = ['/.env', '/.git/config', '/.git/', '/inner/../.env', '/%2eenv', '/.well-knownx']
  const outside = [
    '/link.txt',
    '/folder/outside.txt',
    '/../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
  ]
  const absent = ['/none.txt', '/a.txt/', '/a.txt/b', '/odd/', '/%00', '/%', `/${'x'.repeat(5000)}`]
  for (const path of [...hidden, ...outside, ...absent]) expect(await status(server, path), path).toBe(404)
  // Found by fuzz/server-requests.fuzz.ts.
  expect((await server.ask('//inner', { method: 'HEAD' })).status).toBe(404)
})

test('a missing file needs no key, and the API does', async ({ start }) => {
  const server = await start(['--site', await makeSite(), '--api-key', 'sk-1'])
  expect([await status(server, '/a.txt'), await status(server, '/none.txt')]).toEqual([200, 404])
  expect([await status(server, '/metrics'), await status(server, '/v1/models')]).toEqual([401, 401])
  expect((await server.post('/v1/rerank', CARD)).status).toBe(401)
})

test('ranges', async ({ start }) => {
  const server = await start(['--site', await makeSite()])
  const range = async (range: string) => {
    const { status, text } = await server.ask('/a.txt', { headers: { range } })
    return [status, text]
  }
  expect(await range('bytes=0-1')).toEqual([206, 'in'])
  expect(await range('bytes=-2')).toEqual([206, 'de'])
  expect(await range('bytes=9-')).toEqual([416, ''])
  for (const other of ['bytes=abc', 'bytes=', 'bytes=-', 'lines=0-1', 'bytes=0-1,3-4', '0-1'])
    expect(await range(other), other).toEqual([200, 'inside'])
})

test('a file that cannot be read is a line of the log, and no stack', async ({ start }) => {
  // Not even root may read this one.
  const folder = '/sys/bus/platform'
  test.skip(!existsSync(`${folder}/drivers_probe`), 'such a file is a matter of Linux')
  const server = await start(['--site', folder])
  expect(await status(server, '/drivers_probe')).toBe(404)
  expect(server.log()).toContain('"message":"error","error":"EACCES"')
  await endServer(server, { errors: 1 })
})

test('a site and the API from one port', async ({ start }) => {
  const server = await start(['--site', 'e2e/pages'])
  const page = await fetch(`${server.url}/blank.html`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  expect((await fetch(`${server.url}/../package.json`)).status).toBe(404)
  expect((await server.post('/v1/rerank', CARD)).status).toBe(200)
  expect((await fetch(`${server.url}/nothing.html`)).status).toBe(404)
})
