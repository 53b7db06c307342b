import type { Passage } from '../shared/protocol.js'
import { create, find, focusIsLost } from './elements.js'
import { type Range, withRanges } from './excerpt.js'
import { describePlace } from './format.js'
import type { Library } from './library.js'

/** Passages shown before and after the one that was found, and added by each of the two buttons. */
const AROUND = 12

/**
 * A dialog with the text of a file, at the place that was found.
 * @param onClose told when it was closed and what had the focus before is gone
 */
export function createViewer(library: Library, onClose: () => void) {
  const dialog = find('viewer', HTMLDialogElement)
  const body = find('viewer-body', HTMLElement)
  const text = find('viewer-text', HTMLElement)
  const earlier = find('viewer-earlier', HTMLButtonElement)
  const later = find('viewer-later', HTMLButtonElement)
  // What scrolls must be reachable by keyboard.
  body.tabIndex = 0
  let fileId = 0
  let first = 0
  let last = 0
  let total = 0

  find('viewer-close', HTMLButtonElement).addEventListener('click', () => dialog.close())
  // A click beside the sheet is a click on the dialog's backdrop, which counts as the dialog.
  dialog.addEventListener('click', ({ target, clientX }) => {
    const { left, right } = dialog.getBoundingClientRect()
    if (target === dialog && (clientX < left || clientX > right)) dialog.close()
  })
  dialog.addEventListener('close', () => {
    text.replaceChildren()
    if (focusIsLost()) onClose()
  })
  earlier.addEventListener('click', async () => {
    const { passages } = await library.read(fileId, first - AROUND, first - 1)
    const height = body.scrollHeight
    text.prepend(...pieces(passages))
    first = passages[0]?.ordinal ?? 0
    showButtons()
    // What was read stays where it is.
    body.scrollTop += body.scrollHeight - height
    if (earlier.hidden) body.focus()
  })
  later.addEventListener('click', async () => {
    const { passages } = await library.read(fileId, last + 1, last + AROUND)
    text.append(...pieces(passages, headingOf(text.lastElementChild)))
    last = passages.at(-1)?.ordinal ?? last
    showButtons()
    if (later.hidden) body.focus()
  })

  function showButtons() {
    earlier.hidden = first <= 0
    later.hidden = last >= total - 1
  }

  return {
    /** @param sentence the range of the passage to mark */
    async open(passage: Passage, sentence: Range | undefined) {
      fileId = passage.fileId
      const found = await library.read(fileId, passage.ordinal - AROUND, passage.ordinal + AROUND)
      first = found.passages[0]?.ordinal ?? 0
      last = found.passages.at(-1)?.ordinal ?? 0
      total = found.total
      find('viewer-path', HTMLElement).textContent = passage.path
      find('viewer-place', HTMLElement).textContent = describePlace(passage)
      text.replaceChildren(...pieces(found.passages))
      showButtons()
      const piece = text.querySelector<HTMLElement>(`[data-ordinal="${passage.ordinal}"]`)
      if (piece) {
        piece.setAttribute('aria-current', 'location')
        const ranges = sentence ? [sentence] : []
        piece.replaceChildren(...withRanges(passage.text, ranges, (part) => create('mark', '', part)))
      }
      if (!dialog.open) dialog.showModal()
      const target = piece?.querySelector('mark') ?? piece
      target?.scrollIntoView({ block: 'center' })
      body.focus({ preventScroll: true })
    },
  }
}

function headingOf(element: Element | null): string | undefined {
  return element instanceof HTMLElement ? element.dataset.place : undefined
}

/** Passages as paragraphs, a heading where a new one begins. */
function pieces(passages: readonly Passage[], above?: string): HTMLElement[] {
  let current = above
  return passages.flatMap((passage) => {
    const place = describePlace({
      heading: passage.heading,
      place: passage.place?.kind === 'page' ? passage.place : null,
    })
    const piece = create('p', 'piece', passage.text)
    piece.dir = 'auto'
    piece.dataset.ordinal = String(passage.ordinal)
    piece.dataset.place = place
    const begins = place !== current && place !== ''
    current = place
    if (!begins) return [piece]
    const heading = create('h3', '', place)
    heading.dir = 'auto'
    return [heading, piece]
  })
}
