import { RerankError } from '../src/shared/errors.js'
import type { ModelCard } from '../src/shared/model-card.js'
import type { RuntimeBuild } from '../src/shared/protocol.js'
import type { EngineModule } from './cpu/kernels.js'

/**
 * Files that ship beside the worker. Each URL is spelt out in full, since that is the form in which bundlers see it
 * and bring the file along; `@vite-ignore` keeps this package's own build from doing so.
 */
export const RUNTIME: Record<Exclude<RuntimeBuild, 'engine' | 'native'>, { module: URL; wasm: URL }> = {
  wasm: {
    module: new URL(/* @vite-ignore */ './ort/ort-wasm.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-wasm.wasm', import.meta.url),
  },
  jspi: {
    module: new URL(/* @vite-ignore */ './ort/ort-jspi.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-jspi.wasm', import.meta.url),
  },
  asyncify: {
    module: new URL(/* @vite-ignore */ './ort/ort-asyncify.js', import.meta.url),
    wasm: new URL(/* @vite-ignore */ './ort/ort-asyncify.wasm', import.meta.url),
  },
}

/** Our own engine for CPUs. */
export const ENGINE: Record<EngineModule, URL> = {
  plain: new URL(/* @vite-ignore */ './engine/plain.wasm', import.meta.url),
  relaxed: new URL(/* @vite-ignore */ './engine/relaxed.wasm', import.meta.url),
}

const EMBEDDED: Record<string, URL> = {
  'webrerank/tiny-en/tokenizer.json': new URL(
    /* @vite-ignore */ './models/webrerank-tiny-en/tokenizer.json',
    import.meta.url,
  ),
  'webrerank/tiny-en/onnx/model_quantized.onnx': new URL(
    /* @vite-ignore */ './models/webrerank-tiny-en/onnx/model_quantized.onnx',
    import.meta.url,
  ),
  'webrerank/tiny-en/match.bin': new URL(
    /* @vite-ignore */ './models/webrerank-tiny-en/match.bin',
    import.meta.url,
  ),
}

/** Where a file of a model is. */
export function modelFileUrl(card: ModelCard, path: string): string {
  if (card.source !== 'embedded') return new URL(path, card.source).href
  const url = EMBEDDED[`${card.id}/${path}`]
  if (!url) throw new RerankError('model_not_found', `${card.id} does not ship ${path}`)
  return url.href
}
