import type { SearchResult } from '../search/types.js'
import { type Choice, createOptions } from './options.js'

/** The options below the box, and which of them is active: told by the box, which keeps the focus. */
export interface Listbox {
  readonly choices: readonly Choice[]
  readonly active: Choice | undefined
  show(results: readonly SearchResult[], query: string): void
  /** @param index `-1` for none */
  activate(index: number): void
  /** The place that a key leads to; `undefined` where it leads nowhere. Past either end is the box itself. */
  target(key: string): number | undefined
  /** The option that an event came from. */
  at(event: Event): Choice | undefined
}

export function createListbox(input: HTMLInputElement, list: HTMLUListElement): Listbox {
  let choices: readonly Choice[] = []
  let active = -1
  const activate = (index: number) => {
    choices[active]?.element.setAttribute('aria-selected', 'false')
    active = index
    const element = choices[index]?.element
    if (!element) {
      input.removeAttribute('aria-activedescendant')
      return
    }
    element.setAttribute('aria-selected', 'true')
    element.scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', element.id)
  }
  return {
    get choices() {
      return choices
    },
    get active() {
      return choices[active]
    },
    activate,
    show(results, query) {
      choices = createOptions(results, query)
      list.replaceChildren(...choices.map(({ element }) => element))
      activate(-1)
    },
    target(key) {
      const last = choices.length - 1
      if (key === 'ArrowDown' && last >= 0) return active >= last ? -1 : active + 1
      if (key === 'ArrowUp' && last >= 0) return active < 0 ? last : active - 1
      if (key === 'Home' && active >= 0) return 0
      if (key === 'End' && active >= 0) return last
      return undefined
    },
    at: (event) => choices.find(({ element }) => event.composedPath().includes(element)),
  }
}
