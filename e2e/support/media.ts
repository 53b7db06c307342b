import type { BrowserContext } from '@playwright/test'
import { MEDIA_HEADER } from '../engines/media.mjs'
import { engineOf } from './engine.js'

/**
 * Lets pages of a context emulate all media features. By WebDriver BiDi Playwright sends the color scheme alone: the others
 * go to the bridge of e2e/engines, as a header that it keeps to itself.
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
