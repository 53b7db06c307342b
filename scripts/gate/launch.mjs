// Starts an installed browser for measurements.
import { fileURLToPath } from 'node:url'
import { chromium, firefox } from 'playwright'
import { ensureChromium, findChromium, launchArguments } from './chromium.mjs'
import { ensureFirefox } from './firefox.mjs'

/** What Playwright starts as Firefox: e2e/engines/firefox-bridge.mjs, which starts the installed one. */
export const FIREFOX_LAUNCH = {
  channel: 'moz-firefox',
  executablePath: fileURLToPath(new URL('../../e2e/engines/firefox-bridge.mjs', import.meta.url)),
  firefoxUserPrefs: {
    // Light, whatever the machine's theme is.
    'layout.css.prefers-color-scheme.content-override': 1,
    // As though a person pressed "Allow" where a page asks to keep its storage.
    'dom.storageManager.prompt.testing': true,
    'dom.storageManager.prompt.testing.allow': true,
  },
}

/** @typedef {'chromium' | 'firefox'} BrowserName */

/**
 * @param {BrowserName} name
 * @param {{ args?: string[] }} [options] `args`: Chromium's, in place of those without a GPU
 */
export function launchBrowser(name, { args = launchArguments({ gpu: false }) } = {}) {
  if (name === 'firefox') {
    if (!ensureFirefox()) throw new Error('no Firefox was found; set FIREFOX to the path of one')
    return firefox.launch(FIREFOX_LAUNCH)
  }
  if (name !== 'chromium') throw new Error(`--browser ${name} is neither chromium nor firefox`)
  ensureChromium()
  return chromium.launch({ executablePath: findChromium(), args })
}
