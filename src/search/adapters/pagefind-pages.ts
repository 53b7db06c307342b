import type { WeightedWord } from '../expand.js'
import type { Pagefind, PagefindResult } from './pagefind-page.js'

/** A page that was found, or is there for the reranker alone. */
export interface FoundPage {
  result: PagefindResult
  score: number
  matched: boolean
}

/** What is looked for. */
interface Wanted {
  query: string
  words: readonly WeightedWord[]
  /** All pages of the index. */
  all: readonly PagefindResult[]
  /** Of Pagefind's `search`. */
  options: Record<string, unknown> | undefined
}

/**
 * Pages with all words of a query, then those with some of them or with related ones, by how much the words tell, then all
 * others. Pagefind asks for all words of a query together: so each is a search of its own as well.
 */
export async function findPages(
  { search }: Pagefind,
  { query, words, all, options }: Wanted,
): Promise<FoundPage[]> {
  const [whole, ...each] = await Promise.all(
    [query, ...words.map(({ word }) => word)].map(async (term) => (await search(term, options)).results),
  )
  // The text of a page that was found costs Pagefind an excerpt for each of its headings, seconds where there are hundreds.
  // The same page among all of them, where no word was looked for, costs none.
  const plain = new Map(all.map((result) => [result.id, result]))
  const found = new Map<string, FoundPage>()
  const add = (result: PagefindResult, matched = true) => {
    const { id } = result
    const known = found.get(id) ?? { score: 0, matched, result: plain.get(id) ?? result }
    found.set(id, known)
    return known
  }
  for (const result of whole!) add(result)
  const complete = found.size
  for (const [i, results] of each.entries()) {
    const weight = words[i]!.weight * rarity(results.length, all.length)
    for (const result of results) add(result).score += weight * (1 + result.score / 100)
  }
  const order = [...found.values()]
  const partial = order.splice(complete).sort((a, b) => b.score - a.score)
  const rest = all.filter(({ id }) => !found.has(id)).map((result) => add(result, false))
  return [...order, ...partial, ...rest]
}

/** What a word tells that so many of all pages have: next to nothing where all have it. */
function rarity(having: number, all: number): number {
  return Math.log((1 + all) / (0.5 + having))
}
