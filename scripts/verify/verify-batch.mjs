// webrerank batch with many short pairs: how long it takes, and the most memory it had. Linux.
// node scripts/verify/verify-batch.mjs [pairs, default a million] [options of batch]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const [count = '1000000', ...options] = process.argv.slice(2)
const WORDS =
  'return item refund cold warm drink chocolate city map river stone music light winter paper'.split(' ')
const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-batch-'))
const [input, output] = [path.join(folder, 'in.jsonl'), path.join(folder, 'out.jsonl')]

const file = createWriteStream(input)
for (let i = 0; i < Number(count); i++) {
  const word = (/** @type {number} */ k) => WORDS[(i * (2 * k + 7) + k * k) % WORDS.length]
  const query = `${word(1)} ${word(2)} ${i >> 2}`
  const document = Array.from({ length: 8 }, (_, k) => word(k)).join(' ')
  if (!file.write(`${JSON.stringify({ id: i, query, document })}\n`)) await once(file, 'drain')
}
file.end()
await once(file, 'finish')

const start = performance.now()
const child = spawn(process.execPath, ['dist/cli.js', 'batch', input, '-o', output, ...options], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
let peak = 0
const timer = setInterval(async () => {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
  peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
}, 500)
const [code] = await once(child, 'exit')
clearInterval(timer)
const seconds = (performance.now() - start) / 1000
const rate = Number(count) / seconds
console.log(
  `exit ${code}, ${count} pairs in ${seconds.toFixed(0)} s, ${rate.toFixed(0)} a second, ${(peak / 1024).toFixed(0)} MiB at most`,
)
await rm(folder, { recursive: true })
