// Finds the WebKitGTK that the tests drive, or installs it: the nearest relative of Safari that runs on Linux.
import { execFileSync } from 'node:child_process'
import { installDebian } from './debian.mjs'

/** What e2e/engines/webkit needs of Debian. */
export const WEBKIT_PACKAGES = ['webkit2gtk-driver', 'gir1.2-webkit2-4.1', 'python3-gi', 'xvfb', 'openssl']

const CHECK = `import gi
gi.require_version('WebKit2', '4.1')
from gi.repository import WebKit2
WebKit2.Settings.get_all_features
print(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version(), sep='.')`

let version

/** Version of the installed WebKit, such as `WebKitGTK 2.50.6`; undefined where something that it needs is missing. */
export function webkitVersion() {
  version ??= read()
  return version
}

function read() {
  const output = (command, ...args) =>
    execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    for (const command of ['WebKitWebDriver', 'Xvfb', 'openssl']) output('which', command)
    return `WebKitGTK ${output('/usr/bin/python3', '-c', CHECK)}`
  } catch {
    return undefined
  }
}

/** Installs Debian's WebKitGTK and its driver where they are missing and that can be done. @returns whether they are there */
export function ensureWebKit() {
  if (!webkitVersion()) installDebian(...WEBKIT_PACKAGES)
  return webkitVersion() !== undefined
}
