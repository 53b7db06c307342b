#!/usr/bin/env node
// Stands between Playwright and an installed Firefox. Playwright starts this file as though it were Firefox
// (`executablePath`). It starts the real one and hands on their WebDriver BiDi messages, except for what Playwright asks
// and Firefox's BiDi lacks: emulated media features. Those are set by the browser's own means.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { findFirefox } from '../../../scripts/gate/firefox.mjs'
import { LISTENING, listenAsBrowser, MAX_PAYLOAD } from '../listen.mjs'
import { featuresOf } from '../media.mjs'
import { setFeatures } from './media.mjs'

/** Ids of the bridge's own commands begin here, far above Playwright's. */
const OWN_IDS = 1e12
/** How an event of a download begins. */
const DOWNLOAD = /^.{0,100}"browsingContext\.download(WillBegin|End)"/

const browser = spawn(findFirefox(), [...process.argv.slice(2), '--remote-allow-system-access'], {
  stdio: ['ignore', 'inherit', 'pipe'],
})
browser.on('exit', (code) => process.exit(code ?? 1))
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP']))
  process.on(signal, () => browser.kill(signal))

for await (const line of createInterface(browser.stderr)) {
  if (!line.startsWith(LISTENING)) console.error(line)
  else {
    const address = `${line.slice(LISTENING.length)}/session`
    await listenAsBrowser((playwright) => join(playwright, address))
  }
}

/** Hands on what one side says to the other. */
async function join(playwright, address) {
  // Playwright speaks before the browser is reached.
  const early = []
  playwright.on('message', (data) => early.push(data))
  const firefox = new WebSocket(address, { maxPayload: MAX_PAYLOAD })
  await once(firefox, 'open')
  const call = caller(firefox)
  const hear = (data) => {
    const command = JSON.parse(data)
    const features = featuresOf(command)
    if (!features) return firefox.send(String(data))
    setFeatures(call, features).then(
      (result) => playwright.send(JSON.stringify({ type: 'success', id: command.id, result })),
      ({ message }) =>
        playwright.send(JSON.stringify({ type: 'error', id: command.id, error: 'unknown error', message })),
    )
  }
  playwright.removeAllListeners('message').on('message', hear)
  early.forEach(hear)
  firefox.on('message', (data) => {
    const text = String(data)
    if (!call.answered(text)) playwright.send(DOWNLOAD.test(text) ? withNavigation(text) : text)
  })
  playwright.on('close', () => firefox.close())
  firefox.on('close', () => playwright.close())
}

/**
 * An event of a download with a navigation, by which Playwright knows it: its address, where it is one of the page's own
 * data, for which Firefox has none.
 */
function withNavigation(text) {
  const event = JSON.parse(text)
  event.params.navigation ??= event.params.url
  return JSON.stringify(event)
}

/** Commands of the bridge itself. `answered(data)` takes the message where it answers one of them. */
function caller(firefox) {
  const waiting = new Map()
  let last = OWN_IDS
  const call = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject })
      firefox.send(JSON.stringify({ id: last, method, params }))
    })
  const answered = (data) => {
    const { id, type, result, error, message } = JSON.parse(data)
    const { resolve, reject } = waiting.get(id) ?? {}
    if (!resolve) return false
    waiting.delete(id)
    if (type === 'success') resolve(result)
    else reject(new Error(`${error}: ${message}`))
    return true
  }
  return Object.assign(call, { answered })
}
