import type { SearchResult } from 'webrerank/search'
import type { Passage } from '../shared/protocol.js'
import { create, find, isolate } from './elements.js'
import { excerpt, findWords, type Range, withRanges } from './excerpt.js'
import { describePlace } from './format.js'

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
  let hits: readonly Hit[] = []
  let query = ''
  let shown = PAGE
  let opened = ''
  const cards = new Map<string, { hit: Hit; moved: number; query: string; element: HTMLLIElement }>()

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
    // By how many places reranking moved it up.
    const moved = hit.relevance === undefined ? 0 : hit.rank - i
    const unchanged = known?.query === query && known.moved === moved && same(known.hit, hit)
    const element = unchanged ? known.element : card(hit, moved)
    if (known && known.element !== element) known.element.replaceWith(element)
    cards.set(hit.id, { hit, moved, query, element })
    // Only what is not in its place is moved: a moved element would lose the focus.
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null)
  }

  function card(hit: Hit, moved: number): HTMLLIElement {
    const { payload: passage, sentence } = hit
    if (!passage) throw new Error('a passage without its facts')
    const open = create('button', '', [isolate(passage.path)])
    open.type = 'button'
    open.addEventListener('click', () => {
      opened = hit.id
      onOpen(passage, sentence)
    })
    const head = create('div', 'hit-head', [create('h3', '', [open])])
    if (moved) head.append(move(moved))
    const place = create('p', 'hit-place', describePlace(passage))
    place.dir = 'auto'
    const part = excerpt(passage.text, sentence ? [sentence] : findWords(passage.text, query), EXCERPT)
    const tag = sentence ? 'mark' : 'b'
    const text = create('p', 'hit-text', [
      part.cutBefore ? '… ' : '',
      ...withRanges(part.text, part.ranges, (words) => create(tag, '', words)),
      part.cutAfter ? ' …' : '',
    ])
    text.dir = 'auto'
    return create('li', 'hit', place.textContent ? [head, place, text] : [head, text])
  }

  return {
    show(nextHits: readonly Hit[], nextQuery: string) {
      if (nextQuery !== query) shown = PAGE
      hits = nextHits
      query = nextQuery
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
  element.title = `Reranking ${words}`
  return element
}
