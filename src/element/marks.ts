import type { ExpandedWord } from '../search/expand.js'
import { isWordLike, wordsOf } from '../search/sentences.js'
import { node } from './node.js'

/** Words to be marked: those of the query, and those related to them. */
export interface Marks {
  own: ReadonlySet<string>
  related: ReadonlySet<string>
}

/**
 * The model tells which words say something, and which are related; before it is there, the query's words are all there is.
 * Words that are far are left alone: they help to find a page, and marked they puzzle (`you` for `does`).
 */
export function marksFor(query: string, expanded: readonly ExpandedWord[] | undefined): Marks {
  if (!expanded) return { own: wordsOf(query), related: new Set() }
  const spelt = (...strengths: ExpandedWord['strength'][]) =>
    expanded
      .filter(({ strength }) => strengths.includes(strength))
      .flatMap(({ word, forms }) => [...wordsOf([word, ...forms].join(' '))])
  return { own: new Set(spelt('same')), related: new Set(spelt('close', 'near')) }
}

/** A text with its words marked, each in an element of its own. */
export function marked(text: string, marks: Marks): (Node | string)[] {
  const parts: (Node | string)[] = []
  let last = 0
  for (const { segment, index } of segmenter().segment(text)) {
    const kind = isWordLike(segment) ? kindOf(segment, marks) : undefined
    if (!kind) continue
    if (index > last) parts.push(text.slice(last, index))
    parts.push(plain(kind === 'word' ? 'b' : 'span', kind, segment))
    last = index + segment.length
  }
  return last < text.length ? [...parts, text.slice(last)] : parts
}

function kindOf(segment: string, { own, related }: Marks): 'word' | 'related' | undefined {
  const [word] = wordsOf(segment)
  if (word === undefined) return undefined
  if (own.has(word)) return 'word'
  return related.has(word) ? 'related' : undefined
}

/** An element without a direction of its own: it is found in all of the text around it. */
export function plain(tag: 'b' | 'span' | 'mark', className: string, text: string): HTMLElement {
  const element = node(tag, className, text)
  element.removeAttribute('dir')
  return element
}

let kept: Intl.Segmenter | undefined

function segmenter(): Intl.Segmenter {
  kept ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  return kept
}
