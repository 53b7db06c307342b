// What tests ask a bridge to emulate: Playwright sends the color scheme alone by WebDriver BiDi.

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
