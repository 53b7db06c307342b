import { weightsFiles } from '../../src/models/files.js'
import type { ModelCard } from '../../src/protocol/model-card.js'
import type { DownloadSettings, LoadProgress } from '../../src/protocol/worker-api.js'
import { sizeOf } from '../bytes/content.js'
import { mayDownload } from '../files/locate.js'
import { createSession } from '../runtime/open-session.js'
import type { ActivationBits, Choice, Rewritten } from '../runtime/types.js'
import { CPU_LIMITS, GPU_LIMITS } from '../scoring/batches.js'
import { openChecked } from './check.js'
import { preferCpuRuntime } from './fallback.js'
import { takesLess } from './faster.js'
import { preferRewritten } from './gpu-graph.js'
import { requireMemory } from './memory.js'
import { loadFiles, readCompanions } from './read-files.js'
import type { Realm } from './realm.js'
import { suspectFiles } from './suspect-files.js'
import type { LoadedModel, Model, ModelParts } from './types.js'

/**
 * Loads a model. Where it fails with files that an earlier visit stored, those at fault are removed and downloaded once
 * more; what was downloaded just now and is at fault is not kept either.
 */
export async function loadModel(
  realm: Realm,
  card: ModelCard,
  choice: Choice,
  settings: DownloadSettings,
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedModel> {
  const suspects = await suspectFiles(realm.findShelf, card, choice)
  const load = () => loadOnce(realm, card, choice, settings, onProgress)
  try {
    return await load()
  } catch (error) {
    const mayPass = await suspects.remove(error)
    if (!mayPass || !mayDownload(card, settings, suspects.files)) throw error
  }
  try {
    return await load()
  } catch (error) {
    await suspects.remove(error)
    throw error
  }
}

async function loadOnce(
  realm: Realm,
  card: ModelCard,
  choice: Choice,
  settings: DownloadSettings,
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedModel> {
  const timings = createTimings()
  const { device } = choice
  const roomFor = (weights: number) => {
    const { deviceMemory } = navigator as { deviceMemory?: number }
    if (card.decoder) requireMemory(card.id, choice, weights, deviceMemory)
  }
  roomFor(knownBytes(card, choice))
  const files = await loadFiles(realm.findShelf, card, choice, settings, (progress) =>
    onProgress({ device, step: 'download', ...progress }),
  )
  const { input, bytes, notStored, companions } = files
  timings.end('download')

  onProgress({ device, step: 'prepare', loaded: 0, total: 0 })
  const weights = files.takeWeights()
  const beside = files.takeBeside()
  const large = beside.length > 0
  const size = [weights, ...beside.map(({ data }) => data)].reduce((sum, content) => sum + sizeOf(content), 0)
  roomFor(size)
  const limits = choice.device === 'webgpu' ? GPU_LIMITS : CPU_LIMITS
  const openWith = async (choice: Choice, { weights, graph }: Rewritten) => {
    const open = async (activationBits: ActivationBits): Promise<Model> => {
      const session = await createSession(realm.runtimes, choice, weights, {
        head: files.head,
        verdict: input.prompt?.verdict,
        beside,
        activationBits,
        graph,
        padding: { id: input.tokenizer.padId, multiple: limits.multiple },
        size: { maxLength: card.window, heads: card.heads, weights: size },
      })
      timings.end('prepare')
      return { card, choice, limits, session, input: { ...input, maxLength: session.maxLength } }
    }
    return openChecked(realm.findShelf, card, choice, size, open, onProgress)
  }
  const { cpuTime } = realm.runtimes.source
  const { model, activationBits } = await preferCpuRuntime(
    choice,
    !!input.prompt,
    (choice) => preferRewritten(card, choice, weights, beside, openWith),
    cpuTime && ((ours, theirs) => takesLess(ours, theirs, cpuTime)),
  )
  timings.end('check')

  return {
    model,
    ...(!large && {
      parts: {
        card,
        choice: model.choice,
        weights,
        companions,
        maxLength: model.input.maxLength,
        activationBits,
      },
    }),
    report: {
      ...model.choice,
      ...(model.session.kernel !== undefined && { kernel: model.session.kernel }),
      bytes,
      ...(card.version !== undefined && { modelVersion: card.version }),
      ...(card.floor !== undefined && { floor: card.floor }),
      ...(model.input.maxLength < card.window && { window: model.input.maxLength }),
      ...(notStored !== undefined && { notStored }),
      timings: timings.report(),
    },
  }
}

/** What is known of the size of a choice's weights before they are here. */
function knownBytes(card: ModelCard, { dtype }: Choice): number {
  const sizes = weightsFiles(card, dtype).map(({ bytes, approximateBytes }) => bytes ?? approximateBytes ?? 0)
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Opens a model that another worker has loaded and checked. */
export async function openModel(
  { runtimes }: Realm,
  { card, choice, weights, companions, maxLength, activationBits }: ModelParts,
): Promise<Model> {
  const { input, head } = readCompanions(card, companions)
  const session = await createSession(runtimes, choice, weights, {
    head,
    verdict: input.prompt?.verdict,
    activationBits,
    padding: { id: input.tokenizer.padId, multiple: CPU_LIMITS.multiple },
    size: { maxLength, heads: card.heads, weights: sizeOf(weights) },
  })
  return { card, choice, limits: CPU_LIMITS, session, input: { ...input, maxLength } }
}

/** Milliseconds of a load's steps, each counted from the end of the one before it. A step ends once. */
function createTimings() {
  let last = performance.now()
  const timings = { download: 0, prepare: 0, check: 0 }
  const ended = new Set<keyof typeof timings>()
  return {
    end(step: keyof typeof timings): void {
      if (ended.has(step)) return
      ended.add(step)
      const now = performance.now()
      timings[step] = now - last
      last = now
    },
    report: () => timings,
  }
}
