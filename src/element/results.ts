import type { SearchState } from '../search/types.js'
import { footOf } from './foot.js'
import type { Frame } from './frame.js'
import { createListbox, type Listbox } from './listbox.js'
import { marksFor } from './marks.js'
import { button, node } from './node.js'
import { createOptions, createRecentOptions } from './options.js'
import { type Status, statusOf } from './status.js'
import type { Strings } from './strings/strings.js'

/** What stands in the panel: of a search's state, or earlier searches. */
export interface Results {
  readonly listbox: Listbox
  /** The query that the options answer. */
  readonly query: string | undefined
  /** Shows a state, but keeps the order while a person is at it. */
  take(state: SearchState): void
  /** Shows earlier searches. */
  recent(queries: readonly string[]): void
  /** Whether a person points at the list: then none of its options may move. */
  point(pointing: boolean): void
  /** Moves to an option, or to none with `-1`. */
  activate(index: number): void
}

interface ResultsOptions {
  frame: Frame
  strings: Strings
  language: string
  /** What ranks, for a person. */
  model(): string | undefined
  /** A button of the row was pressed. */
  act(action: NonNullable<Status['action']>): void
}

export function createResults({ frame, strings, language, model, act }: ResultsOptions): Results {
  const { panel, row, list, empty, foot, live } = frame
  const listbox = createListbox(frame.input, list)
  let pointing = false
  let shown: SearchState | undefined
  let held: SearchState | undefined
  let query: string | undefined
  let said = ''

  const inUse = () => pointing || listbox.active !== undefined

  const show = (state: SearchState) => {
    shown = state
    query = state.query
    listbox.show(createOptions(state.results, marksFor(state.query, state.expanded)))
  }

  const say = (text: string) => {
    if (text === said) return
    said = text
    live.textContent = text
  }

  const fillRow = ({ notes, action, nothing }: Omit<Status, 'said' | 'waiting'>) => {
    const parts: Node[] = notes.map((note, i) =>
      node('span', nothing && i === 0 ? 'note nothing' : 'note', note),
    )
    for (const part of parts) (part as HTMLElement).part.add('note')
    if (nothing) (parts[0] as HTMLElement | undefined)?.part.add('nothing')
    const texts = {
      show: strings.show,
      download: strings.download,
      retry: strings.retry,
      forget: strings.forget,
    }
    // A button that stays is not touched: it may have the focus.
    const last = row.lastElementChild
    const kept = last instanceof HTMLButtonElement && last.name === action ? last : undefined
    for (const child of [...row.childNodes]) if (child !== kept) child.remove()
    row.prepend(...parts)
    if (!action || kept) return
    row.append(
      Object.assign(
        button('button', texts[action], () => act(action)),
        { name: action },
      ),
    )
  }

  const describe = (state: SearchState) => {
    const listed = listbox.choices.length > 0
    const status = statusOf(state, { strings, language, held: held !== undefined, listed })
    list.hidden = !listed
    fillRow(status)
    empty.hidden = !(status.nothing && !listed)
    // Kept open by a person, it stays so.
    if (state.status === 'done' || state.status === 'idle') {
      foot.hidden = !listed
      foot.replaceChildren(...footOf(state, model(), strings))
    }
    const bones = panel.querySelectorAll('.bone')
    if (status.waiting && bones.length === 0) row.after(...[1, 2, 3].map(() => node('div', 'bone', '')))
    if (!status.waiting) for (const bone of bones) bone.remove()
    if (status.said !== undefined) say(status.said)
  }

  const release = () => {
    if (!held || inUse()) return
    const state = held
    held = undefined
    show(state)
    describe(state)
  }

  return {
    listbox,
    get query() {
      return query
    },
    take(state) {
      const { status, results } = state
      const moves = results !== shown?.results
      const same = query === state.query && listbox.choices.length > 0
      if (moves && same && status !== 'searching' && inUse()) held = state
      else {
        held = undefined
        if (moves && status !== 'searching') show(state)
        else shown = { ...state, results: shown?.results ?? [] }
      }
      describe(state)
    },
    recent(queries) {
      held = undefined
      shown = undefined
      query = undefined
      say('')
      listbox.show(createRecentOptions(queries))
      list.hidden = false
      empty.hidden = true
      foot.hidden = true
      fillRow({ notes: [strings.recent], action: 'forget', nothing: false })
    },
    point(now) {
      pointing = now
      release()
    },
    activate(index) {
      listbox.activate(index)
      release()
    },
  }
}
