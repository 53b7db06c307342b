// The property-based campaigns, each with many inputs: `npm run fuzz [runs=1000000] [file...]`.
// FUZZ_SEED chooses other inputs than those of seed 1.
import { spawnSync } from 'node:child_process'

const [runs = '1000000', ...files] = process.argv.slice(2)
if (!/^\d+$/.test(runs)) throw new Error('npm run fuzz -- <runs> [file...]')
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.fuzz.config.ts', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: runs },
})
process.exit(status ?? 1)
