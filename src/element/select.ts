import type { Choice } from './options.js'

/** Tells the page of a choice, and goes to its address where the page has nothing against it. */
export function select(
  element: HTMLElement,
  { url, result }: Choice,
  event: MouseEvent | KeyboardEvent,
): void {
  const wanted = element.dispatchEvent(
    new CustomEvent('webrerank-select', {
      detail: { url, result },
      bubbles: true,
      composed: true,
      cancelable: true,
    }),
  )
  // An index is data: no address of it may run as a script.
  const address = url && new URL(url, document.baseURI)
  if (!wanted || !address || !/^https?:$/.test(address.protocol)) return
  const apart = event.ctrlKey || event.metaKey || event.shiftKey || ('button' in event && event.button === 1)
  if (apart) window.open(address, '_blank', 'noopener')
  else location.assign(address)
}
