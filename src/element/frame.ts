import { node } from './options.js'
import { STYLES } from './styles.js'

const ICON =
  '<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5"/><path d="m13 13 5 5"/></svg>'

/** What stands in the box for good, and its words. */
export interface Frame {
  input: HTMLInputElement
  panel: HTMLElement
  list: HTMLElement
  row: HTMLElement
  live: HTMLElement
  label: string
  placeholder: string
  /** BCP 47 tag of the words. */
  language: string
}

/** Puts the parts of the box into its root: a combobox with a listbox, as WAI-ARIA has them. */
export function fillFrame(
  root: ShadowRoot,
  { input, panel, list, row, live, label, placeholder, language }: Frame,
): void {
  // Constructed, so that a policy without inline styles lets it be.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES)
  root.adoptedStyleSheets = [sheet]
  const box = node('div', 'box', '')
  box.innerHTML = ICON
  const keys = node('kbd', 'shortcut', /Mac|iP/.test(navigator.platform) ? '⌘K' : 'Ctrl K')
  keys.ariaHidden = 'true'
  box.append(input, keys)
  set(input, { role: 'combobox', type: 'text', autocomplete: 'off', enterkeyhint: 'search', dir: 'auto' })
  set(input, { 'aria-autocomplete': 'list', 'aria-controls': 'list', 'aria-expanded': 'false' })
  set(input, { 'aria-label': label, placeholder })
  set(list, { role: 'listbox', id: 'list', 'aria-label': label })
  set(live, { role: 'status' })
  panel.hidden = true
  panel.lang = language
  panel.replaceChildren(row, list)
  root.replaceChildren(box, panel, live)
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}
