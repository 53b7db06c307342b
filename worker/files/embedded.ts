import { RerankError } from '../../src/protocol/errors.js'
import type { ModelCard } from '../../src/protocol/model-card.js'

/** The build takes out the addresses of files that are not there. */
const EMBEDDED: Record<string, URL | undefined> = {
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
  'webrerank/tiny-en/related.bin': new URL(
    /* @vite-ignore */ './models/webrerank-tiny-en/related.bin',
    import.meta.url,
  ),
  'webrerank/tiny-en/vectors.bin': new URL(
    /* @vite-ignore */ './models/webrerank-tiny-en/vectors.bin',
    import.meta.url,
  ),
}

/** Where a file of a model is. */
export function modelFileUrl(card: ModelCard, path: string): string {
  if (card.source !== 'embedded') return new URL(path, card.source).href
  const url = EMBEDDED[`${card.id}/${path}`]
  if (!url) throw new RerankError('model_not_found', `the package has no file ${path} of ${card.id}`)
  return url.href
}
