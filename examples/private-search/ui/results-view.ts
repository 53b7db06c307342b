import type { Passage } from '../protocol.js'
import { create, find, isolate } from './elements.js'
import { excerpt, findWords, type Range, withRanges } from './excerpt.js'
import { describePlace } from './format.js'

/** A passage as it is listed. */
export interface Hit {
  passage: Passage
  /** How many places reranking moved it up (or down, where negative); undefined before reranking. */
  moved?: number | undefined
  /** The sentence that answers best, where it is known. */
  sentence?: Range | undefined
}

/** Hits shown at first, and added by the button. */
const PAGE = 10

/** Characters of an excerpt. */
const EXCERPT = 380

/** The list of passages. */
export function createResultsView(onOpen: (hit: Hit) => void) {
  const section = find('results', HTMLElement)
  const list = find('hits', HTMLOListElement)
  const more = find('more', HTMLButtonElement)
  let hits: readonly Hit[] = []
  let query = ''
  let shown = PAGE
  const cards = new Map<number, { hit: Hit; query: string; element: HTMLLIElement }>()

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
    const kept = new Set(visible.map(({ passage }) => passage.id))
    for (const [id, { element }] of cards) {
      if (kept.has(id)) continue
      element.remove()
      cards.delete(id)
    }
    for (const [i, hit] of visible.entries()) {
      const known = cards.get(hit.passage.id)
      const element = known && known.query === query && same(known.hit, hit) ? known.element : card(hit)
      if (known && known.element !== element) known.element.replaceWith(element)
      cards.set(hit.passage.id, { hit, query, element })
      // Only what is not in its place is moved: a moved element would lose the focus.
      if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null)
    }
    more.hidden = hits.length <= shown
    section.hidden = hits.length === 0
  }

  function card(hit: Hit): HTMLLIElement {
    const { passage, sentence, moved } = hit
    const open = create('button', '', [isolate(passage.path)])
    open.type = 'button'
    open.addEventListener('click', () => onOpen(hit))
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
      if (at) cards.get(at.hit.passage.id)?.element.querySelector('button')?.focus({ preventScroll: true })
    },
    /** Whether the results are of an older query. */
    stale(stale: boolean) {
      section.toggleAttribute('data-stale', stale)
    },
  }
}

function same(a: Hit, b: Hit): boolean {
  return a.moved === b.moved && a.sentence?.start === b.sentence?.start && a.sentence?.end === b.sentence?.end
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
