import type { BrowserContext } from '@playwright/test'

export type EngineName = 'chromium' | 'firefox' | 'webkit'

/** The engine that a test runs in. */
export function engineOf(context: BrowserContext): EngineName {
  const browser = context.browser()
  // A context of a profile has no browser, and is Chromium's.
  if (!browser || browser.browserType().name() === 'chromium') return 'chromium'
  // To Playwright both bridges of e2e/engines are a Firefox.
  return browser.version().startsWith('WebKit') ? 'webkit' : 'firefox'
}
