import type { ExpandedWord } from 'webrerank'
import { weighWords } from 'webrerank/search'
import { tellingWords } from '../shared/function-words.js'
import type { SoughtWord } from '../shared/protocol.js'

/**
 * What is looked for beside the question's own words: their other forms, and words that an answer may use in their place. Not
 * in the place of words that hold the question together, as long as there are others.
 */
export function soughtWords(query: string, expanded: readonly ExpandedWord[]): SoughtWord[] {
  const own = ({ query: { start, end } }: ExpandedWord) => query.slice(start, end).toLowerCase()
  const telling = new Set(tellingWords(expanded.map(own)))
  return weighWords(expanded.filter((word) => telling.has(own(word))))
}
