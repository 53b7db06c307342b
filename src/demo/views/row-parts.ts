import { t } from '../strings/index.js'
import { create } from '../ui/elements.js'
import { number } from '../ui/format.js'

/**
 * A bar as long as the score, from 0 to 1.
 * @param floor score from which the model takes a document to answer; a mark shows it
 */
export function createBar(score: number, floor: number | undefined): HTMLElement {
  const fill = create('span', 'bar-fill')
  fill.style.setProperty('--score', String(Math.min(1, Math.max(0, score))))
  const bar = create('div', 'bar', [fill])
  bar.ariaHidden = 'true'
  if (floor !== undefined) {
    bar.style.setProperty('--floor', String(floor))
    bar.classList.add('has-floor')
    bar.classList.toggle('below', score < floor)
  }
  return bar
}

/** How far a document moved from its place before. */
export function createMove(index: number, position: number): HTMLElement {
  const up = index - position
  const sign = create('span', 'move-sign', up > 0 ? `↑ ${number(up)}` : up < 0 ? `↓ ${number(-up)}` : '')
  sign.ariaHidden = 'true'
  const words = create('span', 'visually-hidden', `${t.moved(up)}, `)
  const move = create('div', 'move', [sign, words, create('span', 'move-from', t.was(index + 1))])
  move.dataset.direction = up > 0 ? 'up' : up < 0 ? 'down' : 'same'
  return move
}

/** Tells screen readers which language the rows' texts are in, where that is known: it need not be the page's. */
export function setLanguage(rows: readonly HTMLElement[], tag: string): void {
  if (tag === '') return
  for (const row of rows) row.querySelector<HTMLElement>('.text')?.setAttribute('lang', tag)
}
