import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { MODEL_IDS } from '../../src/models/catalogue/ids.js'
import { expect, test } from '../support/watched.js'

const run = (...rest: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/verify/verify-model.mjs', ...rest], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })

test('npm run verify:model prints ours beside what is known, on each device', {
  tag: '@webgpu',
}, async () => {
  const { stdout } = await run('cross-encoder/ms-marco-MiniLM-L-6-v2', '--twin', '--software')
  expect(stdout).toMatch(/on wasm, q8 .*\n +published +ours +difference/)
  expect(stdout).toMatch(/on webgpu, fp32 .*\n +published +ours +difference/)
  const rows = [...stdout.matchAll(/^ +(-?[\d.]+) +(-?[\d.]+) +(-?[\d.]+) {3}yes/gm)]
  expect(rows.length).toBeGreaterThanOrEqual(4)
  for (const [, published, ours, difference] of rows) {
    expect(Math.abs(Number(ours) - Number(published) - Number(difference))).toBeLessThan(2e-4)
  }
  expect(stdout).not.toContain('NO')
})

test('npm run verify:model -- --all is a table of the models that are small enough', async () => {
  const { stdout } = await run('--all', '--limit-mb', '30', '--device', 'wasm', '--twin')
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.slice(2, -2).split(' | '))
  expect(rows[0]).toEqual([
    ...['model', 'device', 'dtype', 'MB', 'pairs', 'largest difference', 'allowed', 'result'],
  ])
  const of = (id: string) => rows.find(([name]) => name === id)!
  expect(rows).toHaveLength(2 + MODEL_IDS.length)
  expect(of('webrerank/tiny-en').slice(1, 3)).toEqual(['wasm', 'q8'])
  for (const id of ['webrerank/tiny-en', 'cross-encoder/ms-marco-MiniLM-L-6-v2'])
    expect(of(id).at(-1)).toBe('yes')
  expect(of('BAAI/bge-reranker-v2-m3').at(-1)).toMatch(/^not tried: \d+\.\d MB$/)
  await expect(run('--all', '--limit-mb', 'some')).rejects.toMatchObject({ code: 2 })
})

test('npm run verify:model tells what is missing', async () => {
  await expect(run()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('which model?') })
  await expect(run('no/such', '--twin')).rejects.toMatchObject({ code: 2 })
})
