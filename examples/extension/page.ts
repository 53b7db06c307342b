// Functions that run in the page that is asked. Each is sent there alone: it can use nothing of this module. What they
// keep is in the extension's own world, which the page's scripts do not see.

declare global {
  /** The elements of the passages that were read, in their order. */
  var passagesRead: HTMLElement[] | undefined
}

/**
 * Reads the page's visible passages.
 * @param limit how many at most
 */
export function readPassages(limit: number): { texts: string[]; cut: boolean } {
  const elements: HTMLElement[] = []
  const texts: string[] = []
  let cut = false
  const blocks = 'p, li, dd, td, blockquote, pre, figcaption'
  for (const element of document.querySelectorAll<HTMLElement>(blocks)) {
    // Text of a block within a block is read once, there.
    const text = element.querySelector(blocks) ? '' : element.innerText.trim()
    if (text.length < 20 || !element.checkVisibility()) continue
    cut = texts.length === limit
    if (cut) break
    elements.push(element)
    texts.push(text)
  }
  globalThis.passagesRead = elements
  return { texts, cut }
}

/** Scrolls to a passage that was read, and selects it. */
export function showPassage(index: number): void {
  const element = globalThis.passagesRead?.[index]
  if (!element) return
  element.scrollIntoView({ block: 'center' })
  getSelection()?.selectAllChildren(element)
}
