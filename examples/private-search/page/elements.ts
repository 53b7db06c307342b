/** The element of index.html with this id, which must be of the given type. */
export function find<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} #${id}`)
  return element
}

/** A new element. Its text is set as text: nothing in this page ever parses HTML. */
export function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  content: string | readonly (Node | string)[] = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (typeof content === 'string') element.textContent = content
  else element.append(...content)
  return element
}

/** Text in a direction of its own, whatever stands around it. */
export function isolate(text: string): HTMLElement {
  return create('bdi', '', text)
}

/** A path, its folders quieter than its name. */
export function showPath(path: string): HTMLElement {
  const name = path.lastIndexOf('/') + 1
  return create('bdi', 'path', [create('span', 'quiet', path.slice(0, name)), path.slice(name)])
}

/** Whether no element that is seen has the focus: the next key would start from the top of the page. */
export function focusIsLost(): boolean {
  const { activeElement } = document
  return !activeElement || activeElement === document.body || !activeElement.checkVisibility()
}

/** Said by screen readers when they have finished what they say. */
export function announce(text: string): void {
  find('announcer', HTMLElement).textContent = text
}
