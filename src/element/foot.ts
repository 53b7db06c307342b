import type { SearchState } from '../search/types.js'
import { node } from './node.js'
import type { Strings } from './strings/strings.js'

/** What stands below the list: on what it was ranked, as a line that can be opened, and the keys. */
export function footOf(
  { reranked, engine, timings }: SearchState,
  model: string | undefined,
  strings: Strings,
): Node[] {
  const keys = node('span', 'keys', strings.keys)
  keys.ariaHidden = 'true'
  if (!reranked || !engine?.device) return [keys]
  if (engine.device === 'upstream')
    return [node('span', 'ranked', strings.rankedElsewhere.replace('{origin}', engine.upstream ?? '?')), keys]
  const details = node('details', 'ranked', '')
  const told = strings.rankedBy
    .replace('{model}', model ?? '?')
    .replace('{device}', engine.device === 'webgpu' ? 'GPU' : 'CPU')
    .replace('{time}', String(Math.round(timings.rerank ?? 0)))
  details.append(node('summary', '', strings.ranked), node('p', '', told))
  return [details, keys]
}
