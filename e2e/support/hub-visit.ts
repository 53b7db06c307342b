import { startHub } from '../../fixtures/hub/hub-server.mjs'
import type { Hub } from '../../fixtures/hub/types.js'
import { createCard } from '../../fixtures/models/cards.mjs'
import { modelFiles } from '../../fixtures/models/files.mjs'
import { MODELS } from '../../fixtures/models/models.mjs'
import type { ModelName } from '../../fixtures/models/types.js'
import type {
  Availability,
  EngineInfo,
  ModelCard,
  RerankerOptions,
  RerankProgress,
  RerankResponse,
} from '../../src/index.js'
import { test as base, type Site } from './site.js'

export type { Site } from './site.js'
export { expect } from './watched.js'

/** What became of a visit, told by the page. */
export interface Visit {
  availability: Availability
  info?: EngineInfo
  answer?: RerankResponse
  error?: { name: string; code: string; message: string; status: number; details?: Record<string, unknown> }
  /** Progress of the download alone. */
  progress: RerankProgress[]
  /** Reference pairs that were scored. */
  checked: number
}

export interface VisitOptions extends Omit<RerankerOptions, 'worker'> {
  /** A fault of pages/hub-worker.js. */
  fault?: string
  /** Calls `load()` first, which is the consent. Default: true. */
  load?: boolean
  /** Aborts the load once so many bytes are there. */
  abortAt?: number
  documents?: readonly string[]
}

export const QUERY = 'Where does the giant panda live?'
export const DOCUMENTS = ['The panda eats bamboo in the mountains.', 'hi', '大熊猫']

/** Every fixture model, in a repository `fixtures/{name}`. */
export const test = base.extend<{ hub: Hub }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  hub: async ({}, use) => {
    const hub = await startHub(
      Object.fromEntries(MODELS.map((name) => [`fixtures/${name}`, modelFiles(name)])),
    )
    await use(hub)
    await hub.close()
  },
})

/** A card that names the hub's repository, and has sizes and hashes only where it is told to. */
export function hubCard(name: ModelName, { sizes = true } = {}): ModelCard {
  const card = createCard(name, `hub:fixtures/${name}`)
  if (sizes) return card
  const weights = Object.entries(card.weights).map(([dtype, { path }]) => [dtype, { path }])
  return { ...card, tokenizer: { path: 'tokenizer.json' }, weights: Object.fromEntries(weights) }
}

/** Loads and ranks in the page, with a reranker of its own. */
export function visit(
  { page }: Pick<Site, 'page'>,
  hub: Hub,
  { fault, load = true, abortAt, documents = DOCUMENTS, ...options }: VisitOptions,
): Promise<Visit> {
  const settings = { stallTimeout: 1000, host: hub.origin, ...options }
  return page.evaluate(
    async ([settings, { fault, load, abortAt, query, documents }]) => {
      const { createReranker } = (await import(
        '/dist/index.js' as string
      )) as typeof import('../../src/index.js')
      const worker = fault && (() => new Worker(`/hub-worker.js?fault=${fault}`, { type: 'module' }))
      const reranker = createReranker({ ...settings, ...(worker && { worker }) })
      const visit: Visit = { availability: await reranker.availability(), progress: [], checked: 0 }
      const controller = new AbortController()
      try {
        if (load) {
          visit.info = await reranker.load({
            signal: controller.signal,
            onProgress: (progress) => {
              if (progress.step === 'check') visit.checked++
              if (progress.step !== 'download') return
              visit.progress.push(progress)
              if (abortAt !== undefined && progress.loaded >= abortAt) controller.abort()
            },
          })
        }
        visit.answer = await reranker.rank({ query, documents, raw_scores: true })
      } catch (error) {
        const { name, code, message, status, details } = error as NonNullable<Visit['error']>
        visit.error = { name, code, message, status, ...(details && { details }) }
      } finally {
        reranker.dispose()
      }
      return visit
    },
    [settings, { fault, load, abortAt, query: QUERY, documents }] as const,
  )
}
