import type { Page } from '@playwright/test'
import { startHub } from '../../fixtures/hub/hub-server.mjs'
import type { Hub } from '../../fixtures/hub/types.js'
import { twinRepositories } from '../../fixtures/models/twins.mjs'
import { MODELS } from '../../src/models/index.js'
import { test as base, expect, ranked } from './demo.js'
import type { FileServer } from './file-server.js'

/** A model of the catalogue that its twin can stand for: its card pins no content and has no reference pairs. */
export const MODEL = 'Alibaba-NLP/gte-reranker-modernbert-base'

const CARDS = MODELS.filter(({ source }) => source.startsWith('hub:'))

/** The demo with a twin of the hub, as the mirror that its address names. */
export const test = base.extend<{ hub: Hub; address: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  hub: async ({}, use) => {
    const hub = await startHub(twinRepositories(CARDS))
    await use(hub)
    await hub.close()
  },
  address: async ({ server, hub }: { server: FileServer; hub: Hub }, use) => {
    await use(`${server.origin}/demo/?device=wasm&host=${hub.origin}`)
  },
})

/** What asks before a download. */
export const consent = (page: Page) => page.getByRole('region', { name: /^Download/ })

/** Chooses a model in the picker. */
export async function choose(page: Page, model: string) {
  if ((await page.locator('#model-picker').getAttribute('open')) === null)
    await page.locator('#model-picker > summary').click()
  await page.getByRole('radio', { name: model }).check()
}

/** Asks for a ranking by a model that is not here yet, up to the question whether it may be downloaded. */
export async function ask(page: Page, model = MODEL) {
  // The example is ranked as the page opens, or was before.
  await ranked(page)
  await choose(page, model)
  await page.getByRole('button', { name: 'Rerank', exact: true }).click()
  await expect(consent(page)).toBeVisible({ timeout: 30_000 })
}
