/** Words of a text that are kept, at most, in each of two generations: some two megabytes. */
const GENERATION = 8192
/** Longer ones hardly come again. */
const LONGEST = 32

/**
 * Encodes a text word by word, and remembers words: few of a language make up most of its texts, and a library reads
 * each as if it were new. Right for tokenizers alone in which no token reaches over a space.
 * @param encode ids of a text
 */
export function encodeByWords(encode: (text: string) => readonly number[]): (text: string) => number[] {
  let young = new Map<string, readonly number[]>()
  let old = young
  const idsOf = (word: string): readonly number[] => {
    const known = young.get(word)
    if (known) return known
    const ids = old.get(word) ?? encode(word)
    // Words that are asked for again outlive their generation.
    if (young.size >= GENERATION) {
      old = young
      young = new Map()
    }
    young.set(word, ids)
    return ids
  }
  return (text) => {
    const all: number[] = []
    // The spaces of every tokenizer. Rarer ones stay inside a word, and are the library's to see.
    for (const word of text.split(/[ \t\r\n]+/)) {
      if (word === '') continue
      for (const id of word.length > LONGEST ? encode(word) : idsOf(word)) all.push(id)
    }
    return all
  }
}
