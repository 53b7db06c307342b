import type { RerankResponse, RerankResult } from 'webrerank'
import { type DocumentInput, textOf } from '../input/types.js'
import { t } from '../strings/index.js'
import { create, find, motionAllowed } from '../ui/elements.js'
import { number, score } from '../ui/format.js'
import { createBar, createMove } from './row-parts.js'

/** Rows of each column: with more, nobody could follow a line. */
const ROWS = 12

/** Characters of a row: more than its lines hold. */
const LONG = 160

/** Milliseconds in which rows move to their places. */
const GLIDE = 700

const SVG = 'http://www.w3.org/2000/svg'

export interface Board {
  /** The documents as they came, on both sides. */
  showBefore(documents: readonly DocumentInput[]): void
  /** The ranking on the right, which the rows of the moment before move to. */
  showAfter(documents: readonly DocumentInput[], response: RerankResponse): void
  /** The rows on the right, best first. */
  rows(): HTMLElement[]
  /** The rows on the left. */
  before(): HTMLElement[]
}

/** The order of before and the ranking side by side, each document joined to itself by a line. */
export function createBoard(): Board {
  const board = find('board', HTMLElement)
  const before = find('board-before', HTMLOListElement)
  const after = find('board-after', HTMLOListElement)
  const heading = find('board-after-heading', HTMLElement)
  const lines = document.getElementById('board-lines') as unknown as SVGSVGElement
  const rest = find('board-rest', HTMLElement)
  const point = (index: string | undefined) => {
    for (const element of board.querySelectorAll<HTMLElement | SVGElement>('[data-index]')) {
      element.classList.toggle('pointed', index !== undefined && element.dataset.index === index)
    }
  }
  board.addEventListener('pointerover', ({ target }) =>
    point((target as Element).closest<HTMLElement>('[data-index]')?.dataset.index),
  )
  board.addEventListener('pointerleave', () => point(undefined))

  const showLeft = (documents: readonly DocumentInput[]) => {
    before.replaceChildren(...documents.slice(0, ROWS).map((document, index) => row(document, index, index)))
    rest.hidden = documents.length <= ROWS
    rest.textContent = t.firstOfMany(ROWS, documents.length)
  }
  const draw = (order: readonly number[]) => {
    const height = Math.max(before.children.length, after.children.length)
    lines.setAttribute('viewBox', `0 0 10 ${height}`)
    board.style.setProperty('--rows', String(height))
    lines.replaceChildren(...order.map((index, position) => createLine(index, position, height)))
  }

  return {
    rows: () => Array.from(after.children) as HTMLElement[],
    before: () => Array.from(before.children) as HTMLElement[],
    showBefore(documents) {
      showLeft(documents)
      const shown = documents.slice(0, ROWS)
      after.replaceChildren(...shown.map((document, index) => row(document, index, index)))
      heading.textContent = t.notReranked
      board.dataset.state = 'before'
      draw(shown.map((_, index) => index))
    },
    showAfter(documents, { results, webrerank }) {
      const places = new Map(
        Array.from(after.children, (item) => [
          (item as HTMLElement).dataset.index,
          item.getBoundingClientRect().top,
        ]),
      )
      showLeft(documents)
      const shown = results.slice(0, ROWS)
      after.replaceChildren(
        ...shown.map((result, position) => rankedRow(result, documents, position, webrerank.floor)),
      )
      heading.textContent = t.reranked
      board.dataset.state = 'after'
      draw(shown.map(({ index }) => index))
      if (motionAllowed()) glide(after, places, lines)
    },
  }
}

function row(document: DocumentInput, index: number, position: number, more: readonly Node[] = []) {
  const text = create('p', 'text', textOf(document).slice(0, LONG) || t.emptyDocument)
  text.dir = 'auto'
  const item = create('li', '', [create('span', 'rank', number(position + 1)), text, ...more])
  item.dataset.index = String(index)
  return item
}

function rankedRow(
  { index, relevance_score }: RerankResult,
  documents: readonly DocumentInput[],
  position: number,
  floor: number | undefined,
) {
  const measure = create('div', 'measure', [
    createBar(relevance_score, floor),
    create('span', 'number', [create('span', 'visually-hidden', `${t.score} `), score(relevance_score)]),
    createMove(index, position),
  ])
  const item = row(documents[index]!, index, position, [measure])
  // Only what answers stands out.
  if (position === 0 && relevance_score >= (floor ?? 0)) item.classList.add('first')
  return item
}

/** A line from its place before to its place now; from the lower edge where that is below the rows that are shown. */
function createLine(index: number, position: number, height: number): SVGPathElement {
  const line = document.createElementNS(SVG, 'path')
  const below = index >= ROWS
  const from = below ? height : index + 0.5
  const to = position + 0.5
  line.setAttribute('d', `M0 ${from}C5 ${from} 5 ${to} 10 ${to}`)
  line.dataset.index = String(index)
  line.dataset.direction = index > position ? 'up' : index < position ? 'down' : 'same'
  if (below) line.classList.add('from-below')
  return line
}

/** Lets each row start where it was a moment ago, so that the eye sees what reranking did. */
function glide(list: HTMLElement, places: ReadonlyMap<string | undefined, number>, lines: SVGElement): void {
  const rows = Array.from(list.children) as HTMLElement[]
  // All are measured before one moves.
  const ends = rows.map((item) => item.getBoundingClientRect().top)
  const lowest = Math.max(0, ...places.values())
  rows.forEach((item, position) => {
    const from = (places.get(item.dataset.index) ?? lowest) - ends[position]!
    item.animate([{ transform: `translateY(${from}px)` }, { transform: 'none' }], {
      duration: GLIDE,
      easing: 'cubic-bezier(0.3, 0, 0.1, 1)',
      delay: 150,
      fill: 'backwards',
    })
  })
  lines.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 300, delay: GLIDE, fill: 'backwards' })
}
