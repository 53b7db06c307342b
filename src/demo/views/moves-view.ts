import type { RerankResponse } from 'webrerank'
import { type DocumentInput, textOf } from '../input/documents.js'
import { create, find } from '../ui/elements.js'
import { number } from '../ui/format.js'

/** Rows of each column: with more, nobody could follow a line. */
const ROWS = 12

/** Characters of a row: more than its lines hold. */
const LONG = 160

const SVG = 'http://www.w3.org/2000/svg'

/** First-stage order and ranking side by side, each document joined to itself by a line. */
export function createMovesView(): {
  show(documents: readonly DocumentInput[], response: RerankResponse): void
} {
  const before = find('moves-before', HTMLOListElement)
  const after = find('moves-after', HTMLOListElement)
  const lines = document.getElementById('moves-lines') as unknown as SVGSVGElement
  const rest = find('moves-rest', HTMLElement)
  const point = (index: string | undefined) => {
    for (const element of document.querySelectorAll<HTMLElement | SVGElement>('#moves [data-index]')) {
      element.classList.toggle('pointed', index !== undefined && element.dataset.index === index)
    }
  }
  const board = find('moves', HTMLElement)
  board.addEventListener('pointerover', ({ target }) =>
    point((target as Element).closest<HTMLElement>('[data-index]')?.dataset.index),
  )
  board.addEventListener('pointerleave', () => point(undefined))

  return {
    show(documents, { results }) {
      const row = (index: number, position: number, move: string) => {
        const text = create(
          'p',
          'moves-text',
          textOf(documents[index]!).slice(0, LONG) || 'An empty document',
        )
        text.dir = 'auto'
        const item = create('li', '', [
          create('span', 'rank', number(position + 1)),
          text,
          ...(move ? [create('span', 'visually-hidden', move)] : []),
        ])
        item.dataset.index = String(index)
        return item
      }
      const shown = results.slice(0, ROWS)
      before.replaceChildren(...documents.slice(0, ROWS).map((_, index) => row(index, index, '')))
      after.replaceChildren(
        ...shown.map(({ index }, position) => row(index, position, `, was ${number(index + 1)}`)),
      )
      const height = Math.max(before.children.length, after.children.length)
      lines.setAttribute('viewBox', `0 0 10 ${height}`)
      lines.style.setProperty('--rows', String(height))
      lines.replaceChildren(
        ...shown.flatMap(({ index }, position) => {
          if (index >= ROWS) return []
          const line = document.createElementNS(SVG, 'path')
          const [from, to] = [index + 0.5, position + 0.5]
          line.setAttribute('d', `M0 ${from}C5 ${from} 5 ${to} 10 ${to}`)
          line.dataset.index = String(index)
          line.dataset.direction = index > position ? 'up' : index < position ? 'down' : 'same'
          return [line]
        }),
      )
      rest.hidden = documents.length <= ROWS
      rest.textContent = `The first ${ROWS} of each; a document without a line came from further below, or went there.`
    },
  }
}
