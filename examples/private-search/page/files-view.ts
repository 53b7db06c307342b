import type { Collection, KeptFile } from '../shared/protocol.js'
import { announce, create, find, showPath } from './elements.js'
import { count, size } from './format.js'
import type { Library } from './library.js'

/** Files shown at first, and added by the button. */
const PAGE = 100

/**
 * A dialog with the files that are kept, each with a button that removes it.
 * @param onRemoved told of what is left
 */
export function createFilesView(library: Library, onRemoved: (collection: Collection) => void) {
  const dialog = find('kept', HTMLDialogElement)
  const list = find('kept-list', HTMLUListElement)
  const input = find('kept-filter', HTMLInputElement)
  const status = find('kept-count', HTMLElement)
  const more = find('kept-more', HTMLButtonElement)
  let files: KeptFile[] = []
  let shown = PAGE

  find('kept-close', HTMLButtonElement).addEventListener('click', () => dialog.close())
  find('kept-open', HTMLButtonElement).addEventListener('click', () => void open())
  input.addEventListener('input', () => {
    shown = PAGE
    draw()
  })
  more.addEventListener('click', () => {
    const next = shown
    shown += PAGE
    draw()
    list.children[next]?.querySelector('button')?.focus()
  })

  async function open() {
    input.value = ''
    shown = PAGE
    files = await library.files()
    draw()
    dialog.showModal()
    input.focus()
  }

  function matching(): KeptFile[] {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    return files.filter(({ path, type }) => {
      const text = `${path} ${type}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
  }

  function draw() {
    const found = matching()
    list.replaceChildren(...found.slice(0, shown).map(row))
    more.hidden = found.length <= shown
    status.textContent =
      found.length === files.length
        ? count(files.length, 'file')
        : `${found.length} of ${count(files.length, 'file')}`
  }

  function row(file: KeptFile): HTMLLIElement {
    const facts = [file.type, size(file.size), count(file.passages, 'passage')].join(' · ')
    const text = create('div', '', [showPath(file.path), create('p', 'quiet', facts)])
    if (file.note) text.append(create('p', 'quiet', `Partly read: ${file.note}`))
    const button = create('button', 'danger', 'Remove')
    button.type = 'button'
    button.ariaLabel = `Remove ${file.path}`
    button.addEventListener('click', () => void remove(file, button))
    return create('li', '', [text, button])
  }

  async function remove(file: KeptFile, button: HTMLButtonElement) {
    button.disabled = true
    const position = [...list.children].findIndex((element) => element.contains(button))
    try {
      const collection = await library.remove(file.id)
      files = files.filter(({ id }) => id !== file.id)
      draw()
      announce(`${file.path} was removed. Your original file is not affected.`)
      onRemoved(collection)
      if (files.length === 0) dialog.close()
      else {
        const next = list.children[Math.min(position, list.children.length - 1)]
        ;(next?.querySelector('button') ?? input).focus()
      }
    } catch (error) {
      button.disabled = false
      status.textContent = `${file.path} could not be removed: ${(error as Error).message}`
    }
  }
}
