/** Words that are kept, at most, in each of two generations: some four megabytes in all. */
const GENERATION = 16_384
/** Longer ones hardly come again. */
const LONGEST = 32
/** The spaces of every tokenizer (rarer ones stay inside a word, for the library to see), and before marks at a word's end. */
const BREAKS = /[ \t\r\n]+|(?<=[A-Za-z0-9])(?=[.,;:!?]+(?:[ \t\r\n]|$))/
/** Words that are one for every tokenizer: their first piece continues none. */
const PLAIN = /^[A-Za-z0-9]+$/

/**
 * Encodes a text word by word, and remembers words: few of a language make up most of its texts, and a library reads
 * each as if it were new. Right for tokenizers alone that split at spaces and marks, and read what is between by itself.
 * @param encode ids of a text
 * @param continues whether an id continues a word
 */
export function encodeByWords(
  encode: (text: string) => readonly number[],
  continues: (id: number) => boolean,
): (text: string) => number[] {
  let young = new Map<string, readonly number[]>()
  let old = young
  const keep = (word: string, ids: readonly number[]): readonly number[] => {
    // Words that are asked for again outlive their generation.
    if (young.size >= GENERATION) {
      old = young
      young = new Map()
    }
    young.set(word, ids)
    return ids
  }
  /** Reads all plain words that are new at once: a call of the library costs as much as three words. */
  const learn = (words: readonly string[]): void => {
    const fresh = new Set<string>()
    for (const word of words)
      if (!young.has(word) && !old.has(word) && word.length <= LONGEST && PLAIN.test(word)) fresh.add(word)
    if (fresh.size === 0) return
    const ids = encode([...fresh].join(' '))
    const starts = Array.from(ids.keys()).filter((i) => !continues(ids[i]!))
    if (starts.length !== fresh.size) return
    let n = 0
    for (const word of fresh) keep(word, ids.slice(starts[n], starts[++n]))
  }
  return (text) => {
    const words = text.split(BREAKS)
    learn(words)
    const all: number[] = []
    for (const word of words) {
      if (word === '') continue
      const ids =
        word.length > LONGEST ? encode(word) : (young.get(word) ?? keep(word, old.get(word) ?? encode(word)))
      for (const id of ids) all.push(id)
    }
    return all
  }
}
