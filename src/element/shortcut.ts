/** Whether a key, pressed anywhere in the page, asks for the search box: `/` outside of fields, Ctrl or Cmd with K. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey) return false
  const command = event.ctrlKey || event.metaKey
  if (command) return event.key.toLowerCase() === 'k' && !event.shiftKey
  const [target] = event.composedPath()
  const typing =
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  return event.key === '/' && !typing
}
