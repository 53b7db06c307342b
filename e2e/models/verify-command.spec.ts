import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
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

test('npm run verify:model tells what is missing', async () => {
  await expect(run()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('which model?') })
  await expect(run('no/such', '--twin')).rejects.toMatchObject({ code: 2 })
})
