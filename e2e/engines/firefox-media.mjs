// Media features in Firefox, set by the browser's own code: its WebDriver BiDi has no command for them.

/**
 * Header by which tests ask for features that Playwright does not send on: JSON of `page.emulateMedia`'s options, in
 * `page.setExtraHTTPHeaders`. It never reaches a server.
 */
export const MEDIA_HEADER = 'x-emulate-media'

/** @typedef {{ contexts: string[], media: { colorScheme?: string, forcedColors?: string, reducedMotion?: string } }} Features */

/**
 * The features that a command asks for; undefined where it is a command for the browser.
 * @param {{ method: string, params: any }} command
 * @returns {Features | undefined}
 */
export function featuresOf({ method, params }) {
  if (method === 'emulation.setMediaFeaturesOverride')
    return {
      contexts: params.contexts ?? [],
      media: { colorScheme: params.features?.['prefers-color-scheme'] ?? 'light' },
    }
  if (method !== 'network.setExtraHeaders') return undefined
  const header = params.headers.find(({ name }) => name.toLowerCase() === MEDIA_HEADER)
  return header && { contexts: params.contexts ?? [], media: JSON.parse(header.value.value) }
}

/**
 * @param {(method: string, params: object) => Promise<any>} call
 * @param {Features} features
 */
export async function setFeatures(call, features) {
  // A page that is yet to come is light, by a preference of the profile.
  if (features.contexts.length === 0) return {}
  const { contexts } = await call('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 })
  const { type, exceptionDetails } = await call('script.callFunction', {
    functionDeclaration: String(setInBrowser),
    arguments: [{ type: 'string', value: JSON.stringify(features) }],
    awaitPromise: true,
    target: { context: contexts[0].context },
  })
  if (type === 'exception') throw new Error(exceptionDetails.text)
  return {}
}

/** Runs in the browser's own window. */
function setInBrowser(text) {
  const { ChromeUtils, Services } = /** @type {any} */ (globalThis)
  const {
    contexts,
    media: { colorScheme, forcedColors, reducedMotion },
  } = JSON.parse(text)
  const { NavigableManager } = ChromeUtils.importESModule(
    'chrome://remote/content/shared/NavigableManager.sys.mjs',
  )
  for (const id of contexts) {
    const context = NavigableManager.getBrowsingContextById(id)?.top
    if (!context) continue
    if (colorScheme) context.prefersColorSchemeOverride = colorScheme
    if (forcedColors) context.forcedColorsOverride = forcedColors
  }
  // Of the whole browser: there is one for each worker of the tests, and each page says it anew.
  if (reducedMotion) Services.prefs.setIntPref('ui.prefersReducedMotion', reducedMotion === 'reduce' ? 1 : 0)
}
