import { startHub } from '../../fixtures/hub/hub-server.mjs'
import type { Hub } from '../../fixtures/hub/types.js'
import { twinRepositories } from '../../fixtures/models/twins.mjs'
import { MODELS } from '../../src/models/index.js'
import { test as base } from './demo.js'
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
