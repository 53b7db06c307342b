import type { BrowserContext, Page } from '@playwright/test'

export type EngineName = 'chromium' | 'firefox' | 'webkit'

/** The engine that a test runs in. */
export function engineOf(context: BrowserContext): EngineName {
  const browser = context.browser()
  // A context of a profile has no browser, and is Chromium's.
  if (!browser || browser.browserType().name() === 'chromium') return 'chromium'
  // To Playwright both bridges of e2e/engines are a Firefox.
  return browser.version().startsWith('WebKit') ? 'webkit' : 'firefox'
}

/** Whether workers are told the sizes of what they fetch. WebKit says 0. */
export function tellsSizes(page: Page): boolean {
  return engineOf(page.context()) !== 'webkit'
}

/** Whether each byte of a download is kept as it comes. WebKitGTK stores models in Cache Storage, in parts of 8 MB. */
export function keepsBytes(page: Page): boolean {
  return engineOf(page.context()) !== 'webkit'
}
