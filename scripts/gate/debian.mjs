// Debian's packages, where they can be installed: as root.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Whether Debian's packages can be installed here. */
export function hasApt() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/**
 * Installs packages, and nothing that they only recommend.
 * @param {string[]} names
 * @returns whether it was done
 */
export function installDebian(...names) {
  if (!hasApt()) return false
  try {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' })
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', ...names], { stdio: 'inherit' })
    return true
  } catch {
    return false
  }
}
