import {
  type CallOptions,
  createReranker,
  type Device,
  type ModelReference,
  type Reranker,
  type RerankProgress,
  type RerankRequest,
  type RerankResponse,
  type WordMatch,
} from 'webrerank'
import { MODELS } from 'webrerank/models'
import { rankWithDraft } from './draft.js'
import { reads, scriptLanguage } from './quality.js'
import { createWorker } from './request-log.js'

export type DeviceChoice = 'auto' | Device

/** The model that ships with the page. */
export const EMBEDDED = 'webrerank/tiny-en'

/** What ranks. */
export interface Choice {
  model: string
  device: DeviceChoice
  /** Origin of a mirror of the hub. */
  host?: string | undefined
}

/** How long each step took, in milliseconds; absent where it was not needed. */
export type StepTimes = Partial<Record<'download' | 'prepare' | 'check', number>>

export interface Ranked {
  response: RerankResponse
  /** For each result, which of its words match the query's; `undefined` with too many results to explain. */
  matches: readonly (readonly WordMatch[])[] | undefined
  /** Bytes of the model's files on this device; 0 where they are not known. */
  modelBytes: number
  /** Milliseconds that loading took in this run. */
  loadTime: number
  /** Documents whose score an earlier run left in memory: they cost nothing, and say nothing of the device's speed. */
  remembered: number
  steps: StepTimes
  /** When loading had ended, by the clock of `request-log.ts`. */
  loadedAt: number
}

interface Slot {
  key: string
  reranker: Reranker
  modelBytes: number
  steps: StepTimes
  loadedAt: number
}

/** As many as a comparison has may stay, so that it need not load anew; more would only fill the memory. */
const SLOTS = 3

/** Results that are explained: more would take longer than ranking them. */
const EXPLAINED = 100

export interface EngineOptions extends CallOptions {
  allowed?: boolean
  explain?: boolean
  /** Is given the built-in model's order while another model that may be slow is at work. Default: there is none. */
  onDraft?: ((draft: RerankResponse) => void) | undefined
}

export interface Engine {
  /**
   * Ranks, and loads what is needed for it.
   * @param options `allowed`: whether the model may be downloaded; else the call rejects with `download_not_allowed`.
   *   `explain`: whether to tell which words match, up to {@link EXPLAINED} results. Default: true
   */
  rank(request: RerankRequest, choice: Choice, options: EngineOptions): Promise<Ranked>
}

/** Makes rerankers as they are asked for. Nothing is fetched before the first request. */
export function createEngine(): Engine {
  const slots: Slot[] = []

  const take = (choice: Choice): Slot => {
    const key = JSON.stringify([choice.model, choice.device, choice.host])
    const at = slots.findIndex((slot) => slot.key === key)
    const slot = at < 0 ? createSlot(key, choice) : slots.splice(at, 1)[0]!
    slots.unshift(slot)
    for (const old of slots.splice(SLOTS)) old.reranker.dispose()
    return slot
  }

  return {
    async rank(request, choice, { signal, onProgress, allowed, explain: wanted = true, onDraft }) {
      const slot = take(choice)
      const { reranker } = slot
      const started = performance.now()
      const meter = createMeter()
      const options: CallOptions = {
        signal,
        onProgress(progress) {
          meter.progress(progress)
          if (progress.step === 'download' && progress.total > 0) slot.modelBytes = progress.total
          onProgress?.(progress)
        },
      }
      let consented = 0
      if (allowed) {
        await reranker.load(options)
        consented = performance.now() - started
      }
      const explain = wanted && Math.min(request.top_n ?? Infinity, request.documents.length) <= EXPLAINED
      const draft = onDraft && mayHaveDraft(request, choice) ? onDraft : undefined
      const answer = draft
        ? await rankWithDraft(reranker, request, { ...options, explain }, EMBEDDED, draft)
        : await reranker.rank(request, { ...options, explain })
      const { response, matches } = separate(answer)
      const steps = meter.times()
      if (slot.loadedAt === 0 || steps.prepare !== undefined) {
        slot.loadedAt = meter.loadedAt()
        slot.steps = steps
      }
      return {
        response,
        matches: explain ? matches : undefined,
        modelBytes: slot.modelBytes,
        loadTime: Math.max(response.webrerank.timings.load, consented),
        remembered: response.webrerank.cached?.scores ?? 0,
        steps: slot.steps,
        loadedAt: slot.loadedAt,
      }
    },
  }
}

/** The built-in model is quick by itself, and knows one language. */
function mayHaveDraft({ query, documents }: RerankRequest, { model }: Choice): boolean {
  return model !== EMBEDDED && documents.length > 1 && reads(EMBEDDED, scriptLanguage(query))
}

/** The answer as the API has it, and the explanations, which are no part of that. */
function separate(answer: RerankResponse): { response: RerankResponse; matches: WordMatch[][] } {
  const matches = answer.results.map((result) => result.matches ?? [])
  const results = answer.results.map(({ matches, ...result }) => result)
  const { explain, ...timings } = answer.webrerank.timings
  return { response: { ...answer, results, webrerank: { ...answer.webrerank, timings } }, matches }
}

function createSlot(key: string, { model, device, host }: Choice): Slot {
  const reference: string | ModelReference = MODELS.some(({ id }) => id === model)
    ? model
    : { id: model, source: `hub:${model}` }
  const reranker = createReranker({ model: reference, device, host, worker: createWorker })
  return { key, reranker, modelBytes: 0, steps: {}, loadedAt: 0 }
}

/** Times the steps by the progress that they report. */
function createMeter() {
  const times: StepTimes = {}
  let step: RerankProgress['step'] | undefined
  let since = performance.now()
  let loaded = 0
  return {
    progress(progress: RerankProgress) {
      const now = performance.now()
      if (step && step !== 'score') times[step] = (times[step] ?? 0) + now - since
      // Of two models, the one that is loaded last counts.
      if (progress.step === 'score' && step !== 'score') loaded = now
      step = progress.step
      since = now
    },
    times: () => times,
    loadedAt: () => performance.timeOrigin + (loaded || performance.now()),
  }
}
