// What npm would publish, against what an install may take.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Bytes unpacked. */
const LIMIT = 36_000_000

const [{ files, unpackedSize }] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  }).toString(),
)
console.log(
  `${files.length} files, ${unpackedSize.toLocaleString('en')} bytes unpacked, limit ${LIMIT.toLocaleString('en')}`,
)
if (unpackedSize > LIMIT) {
  for (const { path, size } of files.sort((a, b) => b.size - a.size).slice(0, 15))
    console.log(`${String(size).padStart(12)} ${path}`)
  process.exitCode = 1
}
