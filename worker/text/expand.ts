import type { ExpandedWord } from '../../src/protocol/word-match.js'
import { readAsked, STRENGTH_NAMES } from './explain.js'
import { relationOf } from './match/query.js'
import { type MatchTable, SKIPPED } from './match/words.js'
import type { PairInput } from './pair-input.js'
import { createKeyReader } from './text-words.js'
import type { Checkpoint } from './types.js'

/** The entries of a vocabulary that are forms of one word, by the word's key. */
const formsOf = new WeakMap<MatchTable, ReadonlyMap<number, readonly number[]>>()

/**
 * The words of a query that say something, and those that an answer may use in place of them: what match types tell a model
 * of, spelt out. The query's own come first, then the closest.
 */
export async function expandQuery(
  input: PairInput,
  query: string,
  checkpoint: Checkpoint,
): Promise<ExpandedWord[]> {
  const { match, tokenizer } = input
  const { spans, numbers, near, tells } = await readAsked(input, query, createKeyReader(input), checkpoint)
  const forms = match ? readForms(match.table) : new Map<number, readonly number[]>()
  const spell = (key: number | string) =>
    (typeof key === 'number' ? (forms.get(key) ?? []) : []).map((entry) => tokenizer.pieces()[entry]!)

  const own = [...numbers]
    .filter(([, number]) => tells(number))
    .map(([key, number]): ExpandedWord => {
      const span = spans[number]!
      const word = query.slice(span.start, span.end).toLowerCase()
      return { word, forms: spell(key).filter((form) => form !== word), query: span, strength: 'same' }
    })
  const related = [...near]
    .map(([key, relation]) => ({ ...relationOf(relation), key, spelt: spell(key) }))
    .filter(({ spelt }) => spelt.length > 0)
    .sort((a, b) => a.strength - b.strength || a.number - b.number || a.key - b.key)
    .map(
      ({ spelt: [word, ...rest], number, strength }): ExpandedWord => ({
        word: word!,
        forms: rest,
        query: spans[number]!,
        strength: STRENGTH_NAMES[strength]!,
      }),
    )
  return [...own, ...related]
}

/** Pieces inside words are none; the entry that stands for all forms comes first. */
function readForms(table: MatchTable): ReadonlyMap<number, readonly number[]> {
  const known = formsOf.get(table)
  if (known) return known
  const forms = new Map<number, number[]>()
  table.stem.forEach((stem, entry) => {
    if (table.flags[entry]! & SKIPPED) return
    const key = stem || entry
    const list = forms.get(key) ?? []
    if (entry === key) list.unshift(entry)
    else list.push(entry)
    forms.set(key, list)
  })
  formsOf.set(table, forms)
  return forms
}
