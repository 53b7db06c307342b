import type { ReferencePair } from '../../protocol/model-card.js'

/** A pair whose logit somebody published, of whatever dtype that was: what the others may differ is their tolerance. */
export function published(query: string, document: string, logit: number): ReferencePair {
  return { query, document, logit: { fp32: logit, fp16: logit, q8: logit } }
}

/**
 * How far the int8 files of others may be from published scores is not known. This much tells a device that computes
 * something else from weights that are rounded: published pairs are some 10 apart.
 */
export const ROUNDED = { fp32: 0.05, fp16: 0.2, q8: 1.5 } as const
