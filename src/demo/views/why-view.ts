import type { WordMatch } from 'webrerank'
import type { Ranked } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'

/** Words that are listed; of a long document more would fill the screen. */
const MOST = 8

export interface WhyView {
  /**
   * @param rows of the results, best first
   * @param before rows of the order before, in which words of the question are marked
   */
  show(query: string, ranked: Ranked, rows: readonly HTMLElement[], before: readonly HTMLElement[]): void
}

/**
 * Shows which words of each result match the question's: marked while the row is pointed at, and listed when its button is
 * pressed. Words of the question are marked in the order before all the time, since they are why it is so.
 */
export function createWhyView(): WhyView {
  const results = find('results', HTMLElement)
  let shown: { query: string; ranked: Ranked } | undefined
  const matchesOf = (row: HTMLElement): readonly WordMatch[] => {
    const at = shown?.ranked.response.results.findIndex(({ index }) => String(index) === row.dataset.index)
    return (at !== undefined && shown?.ranked.matches?.[at]) || []
  }
  const mark = ({ target }: Event) => {
    const row = (target as Element).closest<HTMLElement>('li[data-index]')
    highlight(row, row && matchesOf(row))
  }
  results.addEventListener('pointerover', mark)
  results.addEventListener('focusin', mark)
  results.addEventListener('pointerleave', () => highlight(null, []))
  results.addEventListener('focusout', () => highlight(null, []))

  return {
    show(query, ranked, rows, before) {
      shown = { query, ranked }
      highlight(null, [])
      markKeywords(before, matchesOf)
      // Where nothing was explained, there is nothing to say.
      if (!ranked.matches) return
      for (const row of rows)
        row.querySelector('.document')?.append(createReason(query, row, () => matchesOf(row)))
    },
  }
}

function createReason(query: string, row: HTMLElement, matches: () => readonly WordMatch[]): HTMLElement {
  const button = create('button', 'more why', t.why)
  button.type = 'button'
  button.ariaExpanded = 'false'
  const reason = create('p', 'hint reason')
  reason.hidden = true
  button.addEventListener('click', () => {
    reason.hidden = !reason.hidden
    button.ariaExpanded = String(!reason.hidden)
    const text = row.querySelector('.text')?.textContent ?? ''
    reason.textContent = describe(query, text, matches())
  })
  return create('div', 'reasons', [button, reason])
}

function describe(query: string, text: string, matches: readonly WordMatch[]): string {
  if (matches.length === 0) return t.noSharedWords
  const said = new Set<string>()
  for (const { start, end, query: asked, kind } of matches) {
    const [word, other] = [text.slice(start, end), query.slice(asked.start, asked.end)]
    if (word && said.size < MOST)
      said.add(kind === 'related' ? t.relatedWords(word, other) : t.sameWord(word))
  }
  return `${Array.from(said).join(', ')}.`
}

/** Marks without changing the text: what is selected or read aloud stays as it is. */
function highlight(row: HTMLElement | null, matches: readonly WordMatch[] | null): void {
  if (typeof Highlight === 'undefined') return
  const text = row?.querySelector('.text')
  const kinds = { same: new Highlight(), related: new Highlight() }
  for (const { start, end, kind } of (text && matches) || []) {
    const range = rangeOf(text!, start, end)
    if (range) kinds[kind === 'related' ? 'related' : 'same'].add(range)
  }
  CSS.highlights.set('same-word', kinds.same)
  CSS.highlights.set('related-word', kinds.related)
}

/** Marks the question's own words in rows, as long as these are shown. */
function markKeywords(
  rows: readonly HTMLElement[],
  matchesOf: (row: HTMLElement) => readonly WordMatch[],
): void {
  if (typeof Highlight === 'undefined') return
  const marks = new Highlight()
  for (const row of rows) {
    const text = row.querySelector('.text')
    for (const { start, end, kind } of (text && matchesOf(row)) || []) {
      const range = kind === 'same' ? rangeOf(text!, start, end) : undefined
      if (range) marks.add(range)
    }
  }
  CSS.highlights.set('keyword', marks)
}

/** A stretch of an element's text, over whatever elements it is spread. */
function rangeOf(element: Element, start: number, end: number): Range | undefined {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const range = new Range()
  let at = 0
  let begun = false
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text
    if (!begun && start < at + length) {
      range.setStart(node, start - at)
      begun = true
    }
    if (begun && end <= at + length) {
      range.setEnd(node, end - at)
      return range
    }
    at += length
  }
  return undefined
}
