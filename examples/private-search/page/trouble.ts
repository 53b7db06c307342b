import { find, focusIsLost } from './elements.js'

/** Says what is wrong, or what is to be chosen before anything else can be done. */
export function showTrouble(text: string, action?: { label: string; run(): void }) {
  find('trouble-text', HTMLElement).textContent = text
  const button = find('trouble-action', HTMLButtonElement)
  button.hidden = !action
  button.textContent = action?.label ?? ''
  button.onclick = () => action?.run()
  const notice = find('trouble', HTMLElement)
  notice.toggleAttribute('data-choice', Boolean(action))
  notice.hidden = false
  // What had the focus was hidden, and this is all that can be done.
  if (action && focusIsLost()) button.focus()
}
