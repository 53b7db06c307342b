import type { RerankResponse, RerankResult } from 'webrerank'
import { t } from '../strings/index.js'
import { create, find, motionAllowed } from '../ui/elements.js'
import { decimal, number, score } from '../ui/format.js'
import { createBar, createMove } from './row-parts.js'

/** Rows shown at first: more would take the main thread for longer than a frame or two. */
const FIRST = 100

/** Characters of a document that are shown at first. */
const LONG = 420

/** Up to as many rows glide to their places: with more, nobody could follow one. */
const MOVING = 20

/** The list of results, best first. */
export function createRankingView(announce: (text: string) => void): {
  show(response: RerankResponse): void
  /** The rows that are shown, best first. */
  rows(): HTMLElement[]
} {
  const list = find('ranking', HTMLOListElement)
  const all = find('show-all', HTMLButtonElement)
  let rest: () => void = () => {}
  all.addEventListener('click', () => rest())

  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=numbers]')) {
    radio.addEventListener('change', () => {
      list.dataset.numbers = radio.value
    })
    if (radio.checked) list.dataset.numbers = radio.value
  }

  return {
    rows: () => Array.from(list.children) as HTMLElement[],
    show({ results, webrerank }) {
      const truncated = new Set(webrerank.truncated)
      const row = (result: RerankResult, rank: number) =>
        createRow(result, rank, webrerank.floor, truncated.has(result.index))
      list.style.setProperty('--digits', String(String(results.length).length))
      list.replaceChildren(...results.slice(0, FIRST).map(row))
      all.hidden = results.length <= FIRST
      all.textContent = t.showAll(results.length)
      rest = () => {
        all.hidden = true
        announce(t.allShown(results.length))
        let at = FIRST
        const more = () => {
          const rows = results.slice(at, at + FIRST).map((result, i) => row(result, at + i))
          list.append(...rows)
          if (at === FIRST && rows[0]) {
            // The button that had the focus is gone.
            rows[0].tabIndex = -1
            rows[0].focus()
          }
          at += FIRST
          // A task of its own for each part, so that keys and scrolling are heard between two.
          if (at < results.length && list.contains(rows[0]!)) setTimeout(more)
        }
        more()
      }
      if (results.length <= MOVING && list.checkVisibility() && motionAllowed()) glide(list, results)
    },
  }
}

function createRow(
  { index, relevance_score, document }: RerankResult,
  position: number,
  floor: number | undefined,
  cut: boolean,
): HTMLLIElement {
  const logit = Math.log(relevance_score / (1 - relevance_score))
  const content: Node[] = [
    createText(document?.text ?? ''),
    create('div', 'measure', [
      createBar(relevance_score, floor),
      create('span', 'number score', [
        create('span', 'visually-hidden', `${t.score} `),
        score(relevance_score),
      ]),
      create('span', 'number logit', [
        create('span', 'visually-hidden', `${t.logit} `),
        decimal(logit, 2).replace('-', '−'),
      ]),
    ]),
  ]
  if (cut) content.push(create('p', 'cut', t.cut))
  const row = create('li', position === 0 && relevance_score >= (floor ?? 0) ? 'first' : '', [
    create('span', 'rank', number(position + 1)),
    create('div', 'document', content),
    createMove(index, position),
  ])
  row.dataset.index = String(index)
  return row
}

function createText(text: string): HTMLElement {
  const paragraph = create('p', text === '' ? 'text blank' : 'text', text || t.emptyDocument)
  paragraph.dir = 'auto'
  if (text.length <= LONG) return paragraph
  paragraph.textContent = `${head(text)} …`
  const button = create('button', 'more', t.showWhole)
  button.type = 'button'
  button.ariaExpanded = 'false'
  button.addEventListener('click', () => {
    const open = button.ariaExpanded !== 'true'
    button.ariaExpanded = String(open)
    button.textContent = open ? t.showLess : t.showWhole
    paragraph.textContent = open ? text : `${head(text)} …`
  })
  return create('div', '', [paragraph, button])
}

/** The beginning, not cut through a character of two code units. */
function head(text: string): string {
  const cut = text.slice(0, LONG)
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}

/** Lets each row start where the first stage had it, so that the eye sees what reranking did. */
function glide(list: HTMLElement, results: readonly RerankResult[]): void {
  const rows = Array.from(list.children, (row) => row.getBoundingClientRect())
  const first = results.map((_, position) => position).sort((a, b) => results[a]!.index - results[b]!.index)
  let top = rows[0]?.top ?? 0
  for (const position of first) {
    const { top: end, height } = rows[position]!
    list.children[position]!.animate([{ transform: `translateY(${top - end}px)` }, { transform: 'none' }], {
      duration: 600,
      easing: 'cubic-bezier(0.3, 0, 0.1, 1)',
      delay: 120,
      fill: 'backwards',
    })
    top += height
  }
}
