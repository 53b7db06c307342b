/** An element whose part is named as its class. */
export function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.className = className
  if (className && !className.includes(' ')) element.part.add(className)
  element.dir = text ? 'auto' : ''
  element.textContent = text
  return element
}

/** A button of the box, which leaves the focus to what `act` does with it. */
export function button(className: string, text: string, act: () => void): HTMLButtonElement {
  const element = node('button', className, text)
  element.type = 'button'
  element.addEventListener('click', act)
  return element
}
