// Media features in Firefox, set by the browser's own code: its WebDriver BiDi has no command for them.

/**
 * @param {(method: string, params: object) => Promise<any>} call
 * @param {import('../media.mjs').Features} features
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
