// Finds a Python with `requests`, and curl, for the tests that call the server as the card's examples do.
import { execFileSync } from 'node:child_process'
import { installDebian } from './debian.mjs'

/** Name or path of a Python that has `requests`: $PYTHON or the system's; undefined where there is none. */
export function findPython() {
  return [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
    (python) => python && runs(python, '-c', 'import requests'),
  )
}

/** Installs Debian's packages where one of the two is missing and that can be done. */
export function ensurePython() {
  if (findPython() && runs('curl', '--version')) return
  installDebian('curl', 'ca-certificates', 'python3', 'python3-requests')
  if (!runs('curl', '--version')) throw new Error('curl was not found; install it')
  if (!findPython())
    throw new Error(
      'no Python with requests was found; install python3-requests, or set PYTHON to the path of one',
    )
}

function runs(command, ...rest) {
  try {
    execFileSync(command, rest, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
