import type { WeightedWord } from '../expand.js'
import { wordsIn } from '../sentences.js'

/** A text with the headings that say what it is about. */
export interface Indexed {
  /** Of the whole page. */
  title: string
  heading: string
  text: string
}

/** How much a word counts in a heading and in the page's title, where 1 is in the text. */
const HEADING = 2
const TITLE = 1

/** As in BM25: how soon more of the same word counts no more, and how much length counts. */
const K1 = 1.2
const B = 0.6

/** A word of this many letters may be the beginning of a longer one, which may have so many more. */
const STEM = 4
const ENDING = 3

/**
 * @param every whether a text without one of the words has none of the score
 * @returns a score for each text; 0 where it has none of the words
 */
export type SectionIndex = (words: readonly WeightedWord[], every?: boolean) => number[]

/** How often a text has each of its words, and how many it has. */
export interface CountedText {
  counts: ReadonlyMap<string, number>
  length: number
}

/** Counts a text's words, those of headings as more than one. */
export function countWords({ title, heading, text }: Indexed): CountedText {
  const counts = new Map<string, number>()
  const add = (part: string, weight: number) => {
    const words = wordsIn(part)
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + weight)
    return words.length
  }
  return { length: add(title, TITLE) + add(heading, HEADING) + add(text, 1), counts }
}

/**
 * Scores texts by words in them, in their headings and in their page's title: BM25 over fields (BM25F). It is asked of pages
 * whose texts are here; the search that found them knows words alone, and not sections.
 */
export function createSectionIndex(texts: readonly CountedText[]): SectionIndex {
  /** By word: how often each text has it, by the text's index. */
  const postings = new Map<string, Map<number, number>>()
  for (const [i, { counts }] of texts.entries()) {
    for (const [word, count] of counts) {
      const having = postings.get(word) ?? new Map<number, number>()
      postings.set(word, having.set(i, count))
    }
  }
  const average = texts.reduce((sum, { length }) => sum + length, 0) / texts.length

  const countsOf = ({ word, forms, weight }: WeightedWord) => {
    const counts = new Map<number, number>()
    // A related word is meant as it is; the query's own may have another ending.
    const spelt = weight < 1 ? [] : [...postings.keys()].filter((other) => isInflected(word, other))
    for (const form of new Set([word, ...forms, ...spelt]))
      for (const [i, count] of postings.get(form) ?? []) counts.set(i, (counts.get(i) ?? 0) + count)
    return counts
  }

  return (words, every = false) => {
    const scores = texts.map(() => 0)
    const had = texts.map(() => 0)
    for (const word of words) {
      const counts = countsOf(word)
      const rarity = Math.log(1 + (texts.length - counts.size + 0.5) / (counts.size + 0.5))
      for (const [i, count] of counts) {
        had[i]!++
        const length = 1 - B + (B * texts[i]!.length) / average
        scores[i]! += (word.weight * rarity * count * (K1 + 1)) / (count + K1 * length)
      }
    }
    return every ? scores.map((score, i) => (had[i] === words.length ? score : 0)) : scores
  }
}

/** Whether two words differ by an ending alone: a guess, in any language whose words have endings. */
function isInflected(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word]
  return short.length >= STEM && long.length - short.length <= ENDING && long.startsWith(short)
}
