import {
  type CallOptions,
  createReranker,
  type Device,
  type Reranker,
  type RerankRequest,
  type RerankResponse,
} from 'webrerank'

export type DeviceChoice = 'auto' | Device

/** The model that the page ranks with: the one that ships with it. */
export const MODEL = 'webrerank/tiny-en'

export interface Ranked {
  response: RerankResponse
  /** Bytes of the model's files on this device; 0 where they are not known. */
  modelBytes: number
}

/**
 * One reranker at a time: a person compares devices one after the other, and two would hold the model twice. Nothing
 * is fetched before the first request.
 */
export function createEngine(): {
  rank(request: RerankRequest, device: DeviceChoice, options: CallOptions): Promise<Ranked>
} {
  let current: { reranker: Reranker; device: DeviceChoice; modelBytes: number } | undefined
  return {
    async rank(request, device, { signal, onProgress }) {
      if (current?.device !== device) {
        current?.reranker.dispose()
        current = { reranker: createReranker({ model: MODEL, device }), device, modelBytes: 0 }
      }
      const mine = current
      const response = await mine.reranker.rank(request, {
        signal,
        onProgress(progress) {
          if (progress.step === 'download') mine.modelBytes = progress.total
          onProgress?.(progress)
        },
      })
      return { response, modelBytes: mine.modelBytes }
    },
  }
}
