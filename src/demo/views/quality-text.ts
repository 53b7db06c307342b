import type { Quality } from '../ranking/metrics.js'
import { t } from '../strings/index.js'
import { decimal } from '../ui/format.js'

/** How much better the order became, in figures that are not parted at the end of a line. */
export function describeQualityChange(before: Quality, after: Quality): string {
  const change = (name: string, member: keyof Quality) =>
    t.qualityChange(name, decimal(before[member], 3), decimal(after[member], 3)).replaceAll(' ', '\u00a0')
  return [change('nDCG@10', 'ndcg'), change('MRR', 'mrr')].join(' · ')
}
