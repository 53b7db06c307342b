import type { BrowserContext } from '@playwright/test'

/** The engine that a test runs in, as Playwright names it. */
export function engineOf(context: BrowserContext): string {
  // A context of a profile has no browser, and is Chromium's.
  return context.browser()?.browserType().name() ?? 'chromium'
}
