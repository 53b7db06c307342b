import type { HubRequest } from '../../fixtures/hub/types.js'
import { expectedLogit } from '../../fixtures/models/cards.mjs'
import { DOCUMENTS, expect, hubCard, QUERY, type Visit } from './hub-visit.js'

/** The model that tests of downloads download. */
export const MODEL = hubCard('tiny-xlmr')
export const WASM = { model: MODEL, device: 'wasm' } as const
export const BYTES = MODEL.tokenizer.bytes! + MODEL.weights.q8!.bytes!

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
