// Starts an installed browser for measurements.
import { fileURLToPath } from 'node:url'
import { chromium, firefox } from 'playwright'
import { ensureChromium, findChromium, launchArguments } from './chromium.mjs'
import { ensureFirefox } from './firefox.mjs'
import { ensureWebKit } from './webkit.mjs'

/** What Playwright starts as Firefox: a bridge of e2e/engines, which starts the installed browser. */
const bridge = (engine) => ({
  channel: 'moz-firefox',
  executablePath: fileURLToPath(new URL(`../../e2e/engines/${engine}/bridge.mjs`, import.meta.url)),
})

export const WEBKIT_LAUNCH = bridge('webkit')
export const FIREFOX_LAUNCH = {
  ...bridge('firefox'),
  firefoxUserPrefs: {
    // Light, whatever the machine's theme is.
    'layout.css.prefers-color-scheme.content-override': 1,
    // As though there were a mouse, which Firefox denies where it has no window: fine, and able to hover.
    'ui.primaryPointerCapabilities': 6,
    'ui.allPointerCapabilities': 6,
    // As though a person pressed "Allow" where a page asks to keep its storage.
    'dom.storageManager.prompt.testing': true,
    'dom.storageManager.prompt.testing.allow': true,
  },
}

/** @typedef {'chromium' | 'firefox' | 'webkit'} BrowserName */

/**
 * @param {BrowserName} name
 * @param {{ args?: string[] }} [options] `args`: Chromium's, in place of those without a GPU
 */
export function launchBrowser(name, { args = launchArguments({ gpu: false }) } = {}) {
  if (name === 'firefox') {
    if (!ensureFirefox()) throw new Error('no Firefox was found; set FIREFOX to the path of one')
    return firefox.launch(FIREFOX_LAUNCH)
  }
  if (name === 'webkit') {
    if (!ensureWebKit())
      throw new Error(
        'no WebKitGTK with its driver was found; scripts/gate/webkit.mjs lists Debian’s packages',
      )
    return firefox.launch(WEBKIT_LAUNCH)
  }
  if (name !== 'chromium') throw new Error(`--browser ${name} is none of chromium, firefox and webkit`)
  ensureChromium()
  return chromium.launch({ executablePath: findChromium(), args })
}
