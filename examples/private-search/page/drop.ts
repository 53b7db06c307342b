import { find } from './elements.js'

/** Takes what is dropped anywhere on the page, but for the time that a dialog is open. */
export function watchDrops(isBusy: () => boolean, onDrop: (transfer: DataTransfer) => void): void {
  const veil = find('veil', HTMLElement)
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  const hasDialog = () => document.querySelector('dialog[open]') !== null
  window.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    veil.hidden = isBusy() || hasDialog()
  })
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) veil.hidden = true
  })
  window.addEventListener('drop', (event) => {
    if (!holdsFiles(event) || !event.dataTransfer) return
    event.preventDefault()
    veil.hidden = true
    if (!hasDialog()) onDrop(event.dataTransfer)
  })
}
