import type { ModelCard } from 'webrerank/models'
import { qualityOfModel } from '../ranking/quality.js'
import { t } from '../strings/index.js'
import { decimal } from '../ui/format.js'
import { locale } from '../ui/locale.js'

/** Languages by their names. */
export function languages({ languages }: Pick<ModelCard, 'languages'>): string {
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  if (languages.includes('mul')) return t.multilingual
  return languages.map((tag) => names.of(tag) ?? tag).join(', ')
}

/** A licence as a person should read it: what it forbids is said, what nobody read is not made up. */
export function licence(name: string): string {
  if (name === 'unknown') return t.licenceUnknown
  return /\bNC\b/.test(name) ? t.nonCommercial(name) : name
}

/** What is published of a model's quality, in few words. */
export function describeQuality(id: string): string {
  const quality = qualityOfModel(id)
  return quality ? `nDCG@10 ${decimal(quality.ndcg, 3)} (${quality.benchmark})` : t.qualityUnknown
}
