#!/usr/bin/env node
// Stands between Playwright and an installed WebKitGTK. Playwright starts this file as though it were Firefox
// (`executablePath`) and speaks WebDriver BiDi to it, which WebKit's driver does not: a context becomes a WebKitWebDriver
// with a small WebKitGTK program (shell.py) as its browser, on a display without a screen.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { webkitVersion } from '../../../scripts/gate/webkit.mjs'
import { listenAsBrowser } from '../listen.mjs'
import { Browser } from './commands.mjs'
import { endAll } from './processes.mjs'

const home = mkdtempSync(path.join(tmpdir(), 'webkit-'))
/** @type {Browser | undefined} */
let browser

await listenAsBrowser((playwright) => {
  const send = (message) => playwright.send(JSON.stringify(message))
  browser = new Browser(home, webkitVersion(), (method, params) => send({ type: 'event', method, params }))
  playwright.on('message', async (data) => {
    const { id, ...command } = JSON.parse(String(data))
    if (command.method === 'browser.close') {
      send({ type: 'success', id, result: {} })
      return quit()
    }
    try {
      send({ type: 'success', id, result: await browser.do(command) })
    } catch (error) {
      send({ type: 'error', id, error: error.code ?? 'unknown error', message: String(error.message) })
    }
  })
  playwright.on('close', quit)
})

for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.on(signal, quit)

let quitting = false
async function quit() {
  if (quitting) return
  quitting = true
  await browser?.end()
  endAll()
  await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => {})
  process.exit(0)
}
