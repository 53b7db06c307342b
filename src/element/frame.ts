import { STYLES } from './styles.js'

const SVG = 'http://www.w3.org/2000/svg'

/** What stands in the box for good. */
export interface Frame {
  /** All of it: over the whole screen of a phone while it is open. */
  shell: HTMLElement
  input: HTMLInputElement
  /** Empties the box. */
  clear: HTMLButtonElement
  /** Closes it, where it covers the screen. */
  close: HTMLButtonElement
  panel: HTMLElement
  /** Above the list: what was found, what is under way. */
  row: HTMLElement
  list: HTMLUListElement
  /** Of the page's own, where nothing was found. */
  empty: HTMLSlotElement
  /** Below the list: on what it was ranked, and keys. */
  foot: HTMLElement
  /** What is said aloud. */
  live: HTMLElement
}

/** The words of the frame. */
export interface FrameTexts {
  label: string
  placeholder: string
  clear: string
  close: string
  /** BCP 47 tag of the box's own words. */
  language: string
}

/** Puts the parts of the box into its root: a combobox with a listbox, as WAI-ARIA has them. */
export function createFrame(root: ShadowRoot): Frame {
  // Constructed, so that a policy without inline styles lets it be.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES)
  root.adoptedStyleSheets = [sheet]
  const frame: Frame = {
    shell: part('div', 'shell'),
    input: part('input', 'input'),
    clear: part('button', 'clear'),
    close: part('button', 'close'),
    panel: part('div', 'panel'),
    row: part('div', 'row'),
    list: part('ul', 'list'),
    empty: document.createElement('slot'),
    foot: part('div', 'foot'),
    live: document.createElement('div'),
  }
  const { shell, input, clear, close, panel, row, list, empty, foot, live } = frame
  const box = part('div', 'box')
  const keys = part('kbd', 'shortcut')
  keys.textContent = /Mac|iP/.test(navigator.platform) ? '⌘K' : 'Ctrl K'
  keys.ariaHidden = 'true'
  clear.textContent = '×'
  for (const button of [clear, close]) button.type = 'button'
  box.append(icon(), input, clear, keys, close)
  set(input, { role: 'combobox', type: 'text', autocomplete: 'off', enterkeyhint: 'search', dir: 'auto' })
  set(input, { 'aria-autocomplete': 'list', 'aria-controls': 'list', 'aria-expanded': 'false' })
  set(list, { role: 'listbox', id: 'list' })
  set(live, { role: 'status', class: 'live' })
  empty.name = 'empty'
  for (const hidden of [clear, panel, empty, foot]) hidden.hidden = true
  panel.append(row, list, empty, foot)
  shell.append(box, panel)
  root.append(shell, live)
  return frame
}

export function fillFrame(
  { input, clear, close, panel, list }: Frame,
  { label, placeholder, clear: clearing, close: closing, language }: FrameTexts,
): void {
  set(input, { 'aria-label': label, placeholder })
  set(list, { 'aria-label': label })
  set(clear, { 'aria-label': clearing, title: clearing })
  close.textContent = closing
  panel.lang = language
}

/** An element whose part is named as its class. With this alone a page has the box before anything else of it is fetched. */
function part<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.className = name
  element.part.add(name)
  return element
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}

/** Built by hand: a policy for trusted types allows no markup in strings. */
function icon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  set(svg, {
    viewBox: '0 0 20 20',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2',
    'aria-hidden': 'true',
  })
  const circle = document.createElementNS(SVG, 'circle')
  set(circle, { cx: '8.5', cy: '8.5', r: '5.5' })
  const path = document.createElementNS(SVG, 'path')
  set(path, { d: 'm13 13 5 5' })
  svg.append(circle, path)
  return svg
}
