import type { Choice } from './options.js'

/** The options below the box, and which of them is active: told by the box, which keeps the focus. */
export interface Listbox {
  readonly choices: readonly Choice[]
  readonly active: Choice | undefined
  show(choices: readonly Choice[]): void
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
    show(next) {
      activate(-1)
      choices = next
      choices.forEach(({ element }, i) => {
        element.id = `option-${i}`
      })
      list.replaceChildren(...choices.map(({ element }) => element))
    },
    target: (key) => (choices.length > 0 ? placeAfter(key, active, choices.length - 1) : undefined),
    at: (event) => choices.find(({ element }) => event.composedPath().includes(element)),
  }
}

/** @param active `-1` for the box itself, as the place that is answered */
function placeAfter(key: string, active: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return active >= last ? -1 : active + 1
    case 'ArrowUp':
      return active < 0 ? last : active - 1
    case 'Home':
      return active < 0 ? undefined : 0
    case 'End':
      return active < 0 ? undefined : last
  }
  return undefined
}
