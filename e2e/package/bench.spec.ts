import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '../support/watched.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Of what each contender does and of what it costs, every one a number that a run gave; how large says nothing here. */
const MEASURED = [
  ...['padded', 'fixed8', 'fixed32', 'ort_best', 'two_workers', 'transformers'],
  ...['time_1000_over_100', 'memory_1000_over_100', 'bytes_to_first_ranking', 'first_ranking'],
  ...['prepared_but_forward', 'repeated_search'],
]

test('the bench runs to its end, and says what it measured and what not', async () => {
  test.setTimeout(600_000)
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const files = { json: join(folder, 'results.json'), svg: join(folder, 'plot.svg') }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['bench/run.mjs', '--quick', '--json', files.json, '--svg', files.svg],
      { cwd: ROOT },
    )
    const { ratios, not_measured, models } = JSON.parse(readFileSync(files.json, 'utf8'))
    for (const key of MEASURED) expect(ratios[key], key).toBeGreaterThan(0)
    for (const key of ['localmode', 'wllama']) {
      expect(ratios[key]).toBeNull()
      expect(not_measured[key]).not.toBe('')
    }
    expect(ratios).toHaveProperty('native')
    for (const shape of Object.values<Record<string, number | null>>(ratios.engine)) {
      expect(shape.ort_int8).toBeGreaterThan(0)
      expect(shape.ort_fp32).toBeGreaterThan(0)
      expect(shape).toHaveProperty('native_int8')
    }
    for (const { fresh, counts } of Object.values<{
      fresh: { ours1: { bytes: number; cold_ms: number; warm_ms: number } }
      counts: Record<string, { failed: object; tokens: number }>
    }>(models)) {
      expect(fresh.ours1.bytes).toBeGreaterThan(1e6)
      for (const { failed, tokens } of Object.values(counts)) {
        expect(failed).toEqual({})
        expect(tokens).toBeGreaterThan(0)
      }
    }
    expect(stdout).toContain('| webrerank, 1 worker |')
    expect(readFileSync(files.svg, 'utf8')).toContain('MiniLM')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
