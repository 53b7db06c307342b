import { companionFiles, dtypesFor, weightsFiles } from '../../src/models/files.js'
import { RerankError } from '../../src/protocol/errors.js'
import type { Device, Dtype, ModelCard } from '../../src/protocol/model-card.js'
import type { DownloadSettings } from '../../src/protocol/worker-api.js'
import { mayDownload } from '../files/locate.js'
import { areStored } from '../files/model-files.js'
import type { RuntimeSource } from '../runtime/source.js'
import type { Choice } from '../runtime/types.js'
import type { Realm } from './realm.js'

/**
 * Chooses a device, its dtype and the build of ONNX Runtime that fits.
 * @throws RerankError `unsupported_device` where a forced device is absent
 */
export async function chooseDevice(
  source: RuntimeSource,
  card: ModelCard,
  wanted: 'auto' | Device,
): Promise<Choice> {
  if (wanted === 'wasm') return onCpu(source, card, 'WASM was requested')
  const gpu = source.withoutGpu ? { missing: source.withoutGpu } : await probeGpu(card)
  if ('missing' in gpu) {
    if (wanted === 'webgpu') throw unsupported(`device 'webgpu': ${gpu.missing}`)
    return onCpu(source, card, gpu.missing)
  }
  if (gpu.software && wanted === 'auto') {
    return onCpu(source, card, 'the only WebGPU adapter is software, slower than WASM')
  }
  return {
    device: 'webgpu',
    dtype: gpu.dtype,
    // The CPU build suspends nothing; JSPI is smaller and faster than asyncify, and not everywhere yet.
    build: 'Suspending' in WebAssembly ? 'jspi' : 'asyncify',
    reason: gpu.software ? 'WebGPU was requested, and its adapter is software' : `WebGPU on ${gpu.name}`,
  }
}

type Gpu = { missing: string } | { software: boolean; name: string; dtype: Dtype }

async function probeGpu(card: ModelCard): Promise<Gpu> {
  const gpu = (navigator as Partial<WorkerNavigator>).gpu
  if (!gpu) return { missing: 'this browser has no WebGPU' }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)
  if (!adapter) return { missing: 'this browser offers no WebGPU device' }
  const dtype = dtypesFor(card, 'webgpu').find(
    // ONNX Runtime would notice a missing shader-f16 only in the first run.
    (candidate) => candidate !== 'fp16' || adapter.features.has('shader-f16'),
  )
  if (!dtype) return { missing: 'this model has no weights for WebGPU' }
  const { isFallbackAdapter, description, vendor, architecture } = adapter.info
  return {
    software: isFallbackAdapter,
    name: description || [vendor, architecture].filter(Boolean).join(' ') || 'this GPU',
    dtype,
  }
}

function onCpu({ cpu, reason: own }: RuntimeSource, card: ModelCard, reason: string): Choice {
  const dtype = dtypesFor(card, 'wasm')[0]
  if (!dtype) throw unsupported(`the model ${card.id} has no weights for WASM`)
  return { device: 'wasm', dtype, build: cpu, reason: own ?? reason }
}

function unsupported(message: string): RerankError {
  return new RerankError('unsupported_device', message)
}

/**
 * Chooses a device as {@link chooseDevice} does; but where nothing may be downloaded, what is on this device already
 * goes before what would be faster.
 */
export async function chooseReachable(
  { runtimes: { source }, findShelf }: Realm,
  card: ModelCard,
  wanted: 'auto' | Device,
  settings: DownloadSettings,
): Promise<Choice> {
  const choice = await chooseDevice(source, card, wanted)
  const filesOf = ({ dtype }: Choice) => [...weightsFiles(card, dtype), ...companionFiles(card)]
  if (wanted !== 'auto' || choice.device === 'wasm') return choice
  if (mayDownload(card, settings, filesOf(choice))) return choice
  const stored = (choice: Choice) => areStored(findShelf, card, filesOf(choice))
  if (await stored(choice)) return choice
  const cpu = await chooseDevice(source, card, 'wasm').catch(() => undefined)
  if (!cpu || !(await stored(cpu))) return choice
  return { ...cpu, reason: 'its weights for WebGPU are not on this device, and may not be downloaded' }
}
