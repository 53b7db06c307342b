import type { SearchResult, SearchState } from 'webrerank/search'
import type { Passage, SoughtWord } from '../shared/protocol.js'
import { create, find, showPath } from './elements.js'
import { excerpt, findWords, type Range, withRanges } from './excerpt.js'
import { describePlace } from './format.js'
import { soughtWords } from './question-words.js'

type Hit = SearchResult<Passage>

/** Hits shown at first, and added by the button. */
const PAGE = 10

/** Characters of an excerpt. */
const EXCERPT = 380

/** The list of passages. */
export function createResultsView(onOpen: (passage: Passage, sentence: Range | undefined) => void) {
  const section = find('results', HTMLElement)
  const list = find('hits', HTMLOListElement)
  const more = find('more', HTMLButtonElement)
  const verdict = find('verdict', HTMLElement)
  let hits: readonly Hit[] = []
  let query = ''
  /** Words that were looked for beside the query's own; compared by identity. */
  let expanded: SearchState['expanded']
  let sought: readonly SoughtWord[] = []
  /** The places of keyword matches before they were ranked. */
  let matched = new Map<string, number>()
  let shown = PAGE
  let opened = ''
  const cards = new Map<
    string,
    { hit: Hit; moved: number; query: string; sought: readonly SoughtWord[]; element: HTMLLIElement }
  >()

  more.addEventListener('click', () => {
    const next = shown
    shown += PAGE
    draw()
    list.children[next]?.querySelector('button')?.focus()
  })
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const buttons = [...list.querySelectorAll('button')]
    const position = buttons.indexOf(document.activeElement as HTMLButtonElement)
    event.preventDefault()
    if (position + step < 0) find('query', HTMLInputElement).focus()
    else buttons[position + step]?.focus()
  })

  function draw() {
    const visible = hits.slice(0, shown)
    const kept = new Set(visible.map(({ id }) => id))
    for (const [id, { element }] of cards) {
      if (kept.has(id)) continue
      element.remove()
      cards.delete(id)
    }
    for (const [i, hit] of visible.entries()) place(hit, i)
    more.hidden = hits.length <= shown
    section.hidden = hits.length === 0
  }

  function place(hit: Hit, i: number) {
    const known = cards.get(hit.id)
    // By how many places ranking moved it up from where the person saw it before.
    const moved = hit.relevance === undefined ? 0 : (matched.get(hit.id) ?? i) - i
    const unchanged =
      known?.query === query && known.sought === sought && known.moved === moved && same(known.hit, hit)
    const element = unchanged ? known.element : card(hit, moved)
    if (known && known.element !== element) known.element.replaceWith(element)
    cards.set(hit.id, { hit, moved, query, sought, element })
    // Only what is not in its place is moved: a moved element would lose the focus.
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null)
  }

  function card(hit: Hit, moved: number): HTMLLIElement {
    const { payload: passage, sentence } = hit
    if (!passage) throw new Error('a passage without its facts')
    const open = create('button', '', [showPath(passage.path)])
    open.type = 'button'
    open.addEventListener('click', () => {
      opened = hit.id
      onOpen(passage, sentence)
    })
    const head = create('div', 'hit-head', [create('h3', '', [open])])
    if (moved) head.append(move(moved))
    const place = create('p', 'hit-place', describePlace(passage))
    place.dir = 'auto'
    const text = create('p', 'hit-text', textOf(passage.text, sentence))
    text.dir = 'auto'
    return create('li', 'hit', place.textContent ? [head, place, text] : [head, text])
  }

  /** An excerpt with the sentence that answers, or with the words that were found. */
  function textOf(text: string, sentence: Range | undefined): (Node | string)[] {
    const words = sentence ? [] : findWords(text, query, sought)
    const around = sentence ?? words.find(({ related }) => !related) ?? words[0]
    const part = excerpt(text, sentence ? [{ ...sentence, related: false }] : words, EXCERPT, around)
    const wrap = (words: string, related: boolean) =>
      sentence ? create('mark', '', words) : create('b', related ? 'related' : '', words)
    return [
      part.cutBefore ? '… ' : '',
      ...withRanges(part.text, part.ranges, (words, { related }) => wrap(words, related)),
      part.cutAfter ? ' …' : '',
    ]
  }

  return {
    show(state: SearchState<Passage>) {
      if (state.query !== query) shown = PAGE
      hits = state.results
      if (!state.reranked) matched = new Map(hits.map(({ id }, i) => [id, i]))
      if (state.query !== query || state.expanded !== expanded) {
        query = state.query
        expanded = state.expanded
        sought = soughtWords(query, expanded ?? [])
      }
      verdict.hidden = state.answered !== false || hits.length === 0
      const focused = document.activeElement
      const at = [...cards.values()].find(({ element }) => element.contains(focused))
      draw()
      if (at) cards.get(at.hit.id)?.element.querySelector('button')?.focus({ preventScroll: true })
    },
    /** The card that was opened last; another element, where reranking has changed it meanwhile. */
    focusOpened() {
      cards.get(opened)?.element.querySelector('button')?.focus()
    },
    /** Whether the results are of an older query. */
    stale(stale: boolean) {
      section.toggleAttribute('data-stale', stale)
    },
  }
}

function same(a: Hit, b: Hit): boolean {
  return a.sentence?.start === b.sentence?.start && a.sentence?.end === b.sentence?.end
}

function move(places: number): HTMLElement {
  const text = `${places > 0 ? '↑' : '↓'} ${Math.abs(places)}`
  const words = `moved ${places > 0 ? 'up' : 'down'} by ${Math.abs(places)}`
  const arrow = create('span', '', text)
  arrow.ariaHidden = 'true'
  const element = create('span', 'hit-move', [arrow, create('span', 'visually-hidden', words)])
  element.title = `Ranking: ${words}`
  return element
}
