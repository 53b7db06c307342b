import type { HubRequest } from '../../fixtures/hub/types.js'
import { expectedLogit } from '../../fixtures/models/cards.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../fixtures/models/files.mjs'
import { DOCUMENTS, expect, hubCard, QUERY, type Visit } from './hub-visit.js'

/** The model that tests of downloads download. */
export const MODEL = hubCard('tiny-xlmr')
export const WASM = { model: MODEL, device: 'wasm' } as const
export const BYTES = MODEL.tokenizer.bytes! + MODEL.weights.q8!.bytes!

/** The files of {@link MODEL}, with weights of so many bytes more: in the graph's description, which no runtime reads. */
export function paddedFiles(bytes: number): Map<string, Uint8Array<ArrayBuffer>> {
  const files = modelFiles('tiny-xlmr')
  const weights = files.get(WEIGHT_PATHS.q8)!
  // Field 6 of an ONNX model, its length as a varint of four bytes, and zeros.
  const head = [0x32, ...[0, 7, 14, 21].map((shift) => ((bytes >> shift) & 127) | (shift < 21 ? 128 : 0))]
  const padded = new Uint8Array(weights.length + head.length + bytes)
  padded.set(weights)
  padded.set(head, weights.length)
  return files.set(WEIGHT_PATHS.q8, padded)
}

export const isWeights = ({ file }: HubRequest) => file?.endsWith('.onnx') ?? false

/** The answer is there, and it is what independent code says. */
export function expectAnswer({ answer, error }: Visit): void {
  expect(error).toBeUndefined()
  expect(answer!.results).toHaveLength(DOCUMENTS.length)
  for (const { index, relevance_score } of answer!.results) {
    const expected = expectedLogit('tiny-xlmr', QUERY, DOCUMENTS[index]!, 'q8')
    expect(Math.abs(relevance_score - expected)).toBeLessThan(0.1)
  }
}
