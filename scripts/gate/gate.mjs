// The whole gate, from a fresh checkout with its packages installed: what CI runs is this and nothing else.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium, ensureHeadlessShell } from './chromium.mjs'
import { ensureFirefox } from './firefox.mjs'
import { ensurePython } from './python.mjs'
import { checkTraining } from './python-gate.mjs'
import { ensureWebKit, WEBKIT_PACKAGES } from './webkit.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = (name) => path.join(root, 'node_modules/.bin', name)
const run = (command, ...rest) => execFileSync(command, rest, { cwd: root, stdio: 'inherit' })
const started = performance.now()
const step = (name) => {
  const minutes = (performance.now() - started) / 60_000
  console.log(`\n── ${name} (after ${minutes.toFixed(1)} min)`)
}

mkdirSync(path.join(root, '.cache'), { recursive: true })

step('browsers, Python and curl')
ensureChromium()
ensureHeadlessShell()
const firefox = ensureFirefox()
const webkit = ensureWebKit()
ensurePython()
step('format, lint, imports, types')
run('npm', 'run', '--silent', 'check')
checkTraining(root)
step('build')
run(process.execPath, 'scripts/build/library.mjs')
run(process.execPath, 'fixtures/make.mjs')
step('public types')
run(process.execPath, 'scripts/package/public-types.mjs', '--check')
step('the package: fields and types')
run(process.execPath, 'scripts/package/lint.mjs')
step('documentation')
run(process.execPath, 'docs/build.mjs')
step('sizes')
run(process.execPath, 'scripts/build/size.mjs')
run(process.execPath, 'scripts/package/size.mjs')
step('in other tools')
run(process.execPath, 'scripts/matrix/run.mjs', '--fast')
step('unit tests')
run(bin('vitest'), 'run', '--reporter=default', '--reporter=json', '--outputFile.json=.cache/unit.json')
step('campaigns of hostile inputs')
run(bin('vitest'), 'run', '--config', 'vitest.fuzz.config.ts')
step('end-to-end tests')
// All of them in Chromium, and in other engines a sample.
run(bin('playwright'), 'test')

const unit = JSON.parse(readFileSync(path.join(root, '.cache/unit.json'), 'utf8'))
const e2e = JSON.parse(readFileSync(path.join(root, '.cache/e2e.json'), 'utf8')).stats
console.log(`\n${unit.numPassedTests + e2e.expected} passed, ${unit.numFailedTests + e2e.unexpected} failed`)
if (!firefox)
  console.log(
    'left out: the sample in Firefox (no Firefox was found or could be installed; on Debian: apt-get install firefox-esr, or set FIREFOX to the path of one)',
  )
if (!webkit)
  console.log(
    `left out: the sample in WebKit (no WebKitGTK with its driver was found or could be installed; on Debian: apt-get install ${WEBKIT_PACKAGES.join(' ')})`,
  )
