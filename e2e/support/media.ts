import type { BrowserContext } from '@playwright/test'
import { MEDIA_HEADER } from '../engines/firefox-media.mjs'
import { engineOf } from './engine.js'

/**
 * Lets pages of a context emulate all media features. In Firefox Playwright sends the color scheme alone: the others go
 * to e2e/engines/firefox-bridge.mjs, as a header that it keeps to itself.
 */
export function completeMedia(context: BrowserContext): void {
  if (engineOf(context) === 'chromium') return
  context.on('page', (page) => {
    const emulate = page.emulateMedia.bind(page)
    page.emulateMedia = async (media = {}) => {
      await emulate(media)
      await page.setExtraHTTPHeaders({ [MEDIA_HEADER]: JSON.stringify(media) })
    }
  })
}
