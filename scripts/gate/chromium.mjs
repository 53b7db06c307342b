// Finds a Chromium for the tests, or installs one.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { hasApt, installDebian } from './debian.mjs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
]

/** Path of a Chromium: $CHROMIUM, the system's, or Playwright's own; undefined where there is none. */
export function findChromium() {
  return [process.env.CHROMIUM, ...PLACES, chromium.executablePath()].find((path) => path && existsSync(path))
}

/**
 * Path of Chromium's headless shell: the same engine without a browser's window, whose pages open at a quarter of the
 * cost. $CHROMIUM_SHELL or Debian's; undefined where there is none.
 */
export function findHeadlessShell() {
  return [process.env.CHROMIUM_SHELL, '/usr/bin/chromium-headless-shell'].find(
    (path) => path && existsSync(path),
  )
}

/** Installs Chromium where there is none: Debian's package as root, else Playwright's. */
export function ensureChromium() {
  if (findChromium()) return
  if (hasApt()) installDebian('chromium')
  else execFileSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' })
  if (!findChromium())
    throw new Error('no Chromium was found or could be installed; set CHROMIUM to the path of one')
}

/** Installs the headless shell beside Debian's Chromium. Tests run without it too, and take longer. */
export function ensureHeadlessShell() {
  if (findHeadlessShell() || process.env.CHROMIUM || !hasApt()) return
  if (!installDebian('chromium-headless-shell'))
    console.log(
      'chromium-headless-shell could not be installed: tests run in Chromium itself, and take longer',
    )
}

/**
 * @param {{ gpu: boolean }} options `gpu`: a WebGPU adapter in software, which shows correctness and no speed
 * @returns {string[]}
 */
export function launchArguments({ gpu }) {
  return [
    // The sandbox cannot start as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    ...(gpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
  ]
}
