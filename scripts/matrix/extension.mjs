// An extension in Chromium: it is loaded from its folder, and its popup opened as by its button.
import { chromium } from 'playwright'
import { findChromium, launchArguments } from '../gate/chromium.mjs'

/** @import { BrowserContext, Page } from 'playwright' */

/**
 * Runs something in a Chromium that takes extensions, and closes it. The headless shell takes none.
 * @template T
 * @param {string} profile an empty folder
 * @param {(context: BrowserContext) => Promise<T>} use
 */
export async function withExtensions(profile, use) {
  // Chromium announces a popup as a target of no known type, which Playwright leaves alone unless this is set.
  process.env.PW_CHROMIUM_ATTACH_TO_OTHER = '1'
  try {
    const executablePath = findChromium()
    const context = await chromium.launchPersistentContext(profile, {
      ...(executablePath && { executablePath }),
      args: [...launchArguments({ gpu: false }), '--enable-unsafe-extension-debugging'],
      ignoreDefaultArgs: ['--disable-extensions'],
    })
    try {
      return await use(context)
    } finally {
      await context.close()
    }
  } finally {
    delete process.env.PW_CHROMIUM_ATTACH_TO_OTHER
  }
}

/**
 * Loads an extension.
 * @param {BrowserContext} context
 * @param {string} folder
 * @returns `openPopup` presses the extension's button where a page is; `documents` are those of the extension that are open
 */
export async function installExtension(context, folder) {
  const browser = context.browser()
  if (!browser) throw new Error('the context has no browser')
  const session = await browser.newBrowserCDPSession()
  // Playwright's types do not have this part of the protocol.
  const send = /** @type {(method: string, parameters: object) => Promise<{ id: string }>} */ (
    /** @type {unknown} */ (session.send.bind(session))
  )
  const { id } = await send('Extensions.loadUnpacked', { path: folder })
  const targets = async () =>
    (await session.send('Target.getTargets', { filter: [{ type: 'tab' }, {}] })).targetInfos
  return {
    /** @param {Page} page @returns {Promise<Page>} */
    async openPopup(page) {
      const tab = (await targets()).find(({ type, url }) => type === 'tab' && url === page.url())
      if (!tab) throw new Error(`no tab shows ${page.url()}`)
      const opened = context.waitForEvent('page')
      await send('Extensions.triggerAction', { id, targetId: tab.targetId })
      return opened
    },
    /** @returns {Promise<string[]>} */
    async documents() {
      const urls = (await targets()).map(({ url }) => url)
      return urls.filter((url) => url.startsWith(`chrome-extension://${id}/`))
    },
  }
}
