import { afterEach, expect, test, vi } from 'vitest'
import { readSnapshot } from './hub.js'

const REPOSITORY = { host: 'https://hub.example', name: 'a/b', revision: '0'.repeat(40) }
const PATIENCE = { stall: 1000, retries: 0, pause: 0 }

afterEach(() => {
  vi.unstubAllGlobals()
})

const answering = (body: string | null, status = 200) =>
  vi.stubGlobal('fetch', async () => new Response(body, { status }))

test.each([
  ['null', 200, 'integrity_failed'],
  ['{}', 200, 'integrity_failed'],
  ['[null]', 200, 'integrity_failed'],
  ['[{"type":"file","path":"a","size":-1,"oid":"0"}]', 200, 'integrity_failed'],
  ['', 200, 'integrity_failed'],
  [null, 204, 'download_failed'],
] as const)('a list of files that is %j with %i is refused as what it is', async (body, status, code) => {
  answering(body, status)
  await expect(readSnapshot(REPOSITORY, PATIENCE)).rejects.toMatchObject({ name: 'RerankError', code })
})

test('sizes and hashes are those of the list', async () => {
  const lfs = { oid: 'a'.repeat(64), size: 1000 }
  answering(
    JSON.stringify([
      { type: 'file', path: 'config.json', size: 7, oid: 'b'.repeat(40) },
      { type: 'directory', path: 'onnx', size: 0, oid: 'b'.repeat(40) },
      { type: 'file', path: 'onnx/model.onnx', size: 100, oid: 'b'.repeat(40), lfs },
    ]),
  )
  expect([...(await readSnapshot(REPOSITORY, PATIENCE)).files]).toEqual([
    ['config.json', { bytes: 7, checksum: { kind: 'git', hex: 'b'.repeat(40) } }],
    ['onnx/model.onnx', { bytes: 1000, checksum: { kind: 'sha256', hex: 'a'.repeat(64) } }],
  ])
})
