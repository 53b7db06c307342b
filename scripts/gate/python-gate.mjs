// The Python of training/ in the gate: Ruff and the unit tests, where the machine has what they need.
import { execFileSync, spawnSync } from 'node:child_process'
import path from 'node:path'

/**
 * Checks training/ of this checkout; a line says what was left out, for want of Ruff or of a Python with NumPy.
 * @param {string} root
 */
export function checkTraining(root) {
  const training = path.join(root, 'training')
  const pythons = [process.env.PYTHON, 'python3', '/usr/bin/python3'].flatMap((name) => name || [])
  const ruff = [['ruff'], ...pythons.map((python) => [python, '-m', 'ruff'])].find((call) =>
    runs(...call, '--version'),
  )
  if (ruff) run(training, ...ruff, 'check', '--no-cache', '.')
  else console.log('left out: the lint of training/ (no ruff was found)')
  // tomllib is there from 3.11 on
  const python = pythons.find((name) => runs(name, '-c', 'import numpy, tomllib'))
  if (python) run(training, python, '-B', '-m', 'unittest', 'discover')
  else console.log('left out: the unit tests of training/ (no Python of 3.11 or later with numpy was found)')
}

/** @param {string[]} call */
function runs(...[command = '', ...rest]) {
  return spawnSync(command, rest, { stdio: 'ignore' }).status === 0
}

/**
 * @param {string} cwd
 * @param {string[]} call
 */
function run(cwd, ...[command = '', ...rest]) {
  execFileSync(command, rest, { cwd, stdio: 'inherit' })
}
