import type { SearchResult } from '../search/types.js'
import { type Marks, marked, plain } from './marks.js'

const LENGTH = 220
/** Characters before what is looked for. */
const BEFORE = 40

/** The best sentence with what is around it, or the text near the first word of the query. */
export function excerptOf({ title, text, sentence }: SearchResult, marks: Marks): (Node | string)[] {
  if (sentence) {
    const before = text.slice(Math.max(0, sentence.start - BEFORE), sentence.start).replace(/^\S*\s/, '')
    const best = plain('mark', 'mark', '')
    best.append(...marked(sentence.text, marks))
    return [
      ...(sentence.start > BEFORE ? ['… '] : []),
      ...marked(before, marks),
      best,
      ...marked(text.slice(sentence.end, sentence.end + LENGTH), marks),
    ]
  }
  // An index of pages has the title as the first words of the text, where it stands already.
  const rest = title && text.startsWith(title) ? text.slice(title.length) : ''
  const body = /^[.:]/.test(rest) ? rest.replace(/^[.:\s]+/, '') : text
  const start = Math.max(0, placeOf(body, marks) - BEFORE)
  const cut = body.slice(start, start + LENGTH)
  return start > 0 ? ['… ', ...marked(cut.replace(/^\S*\s/, ''), marks)] : marked(cut, marks)
}

/** Where the first of the query's words stands, else the first related one, else the beginning. */
function placeOf(text: string, { own, related }: Marks): number {
  const lower = text.toLowerCase()
  for (const words of [own, related]) {
    const places = [...words].map((word) => lower.indexOf(word)).filter((place) => place >= 0)
    if (places.length > 0) return Math.min(...places)
  }
  return 0
}
