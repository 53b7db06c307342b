import type { ModelCard } from 'webrerank/models'
import { planDownload } from 'webrerank/models'
import { t } from '../strings/index.js'
import { bytes } from './format.js'

/** What a download takes, in bytes, and how sure that is. */
export interface Size {
  bytes: number
  /** `least`: the size of a smaller file, such as the tokenizer, was not published. */
  exactness: 'exact' | 'about' | 'least'
}

/**
 * What it takes to download a model for a CPU. Nothing is fetched.
 * @returns `undefined` where the size of the weights was not published
 */
export async function sizeOf(card: ModelCard): Promise<(Partial<Size> & { stored: boolean }) | undefined> {
  const plan = await planDownload(card).catch(() => undefined)
  if (!plan) return undefined
  const { stored } = plan
  if (plan.bytes !== null) return { bytes: plan.bytes, exactness: plan.exact ? 'exact' : 'about', stored }
  const weights = card.weights.q8 ?? card.weights.fp32
  const known = weights?.bytes ?? weights?.approximateBytes
  return known === undefined ? { stored } : { bytes: known, exactness: 'least', stored }
}

export function describeSize(size: Partial<Size> | undefined): string {
  if (!size?.bytes) return t.sizeUnknown
  const text = bytes(size.bytes)
  return size.exactness === 'exact' ? text : size.exactness === 'about' ? t.about(text) : t.atLeast(text)
}
