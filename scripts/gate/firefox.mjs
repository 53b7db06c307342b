// Finds a Firefox for the tests, or installs one.
import { existsSync } from 'node:fs'
import { installDebian } from './debian.mjs'

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/opt/firefox/firefox']

/** Path of a Firefox: $FIREFOX or the system's; undefined where there is none. */
export function findFirefox() {
  return [process.env.FIREFOX, ...PLACES].find((path) => path && existsSync(path))
}

/** Installs Debian's Firefox where there is none and that can be done. @returns whether there is one */
export function ensureFirefox() {
  if (!findFirefox()) installDebian('firefox-esr')
  return findFirefox() !== undefined
}
