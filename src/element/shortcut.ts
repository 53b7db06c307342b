/**
 * Whether a key, pressed anywhere in the page, asks for the search box: `/`, or Ctrl or Cmd with K. Not from a field that
 * text is typed into: there the keys are the field's.
 */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey || isTyping(event)) return false
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k' && !event.shiftKey
  return event.key === '/'
}

/** Inputs that take no text. */
const BUTTONS = /^(button|checkbox|color|file|image|radio|range|reset|submit)$/

function isTyping(event: Event): boolean {
  const [target] = event.composedPath()
  if (target instanceof HTMLInputElement) return !BUTTONS.test(target.type)
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
