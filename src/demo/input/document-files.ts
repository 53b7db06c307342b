import { create, find } from '../ui/elements.js'
import { bytes } from '../ui/format.js'
import { type DocumentForm, joinJsonLines } from './documents.js'

/** Past this a text field stops being one; the library's own limit of a request is far above. */
const MOST_BYTES = 4e6

export interface ReadFiles {
  text: string
  form: 'auto' | DocumentForm
}

/** Files by a button or by dropping them on the form. Several files, or one of prose, are a document each. */
export function createDocumentFiles(on: { read(files: ReadFiles): void; fail(problem: string): void }): void {
  const form = find('form', HTMLFormElement)
  const button = find('open-files', HTMLButtonElement)
  const input = create('input', '')
  input.type = 'file'
  input.multiple = true
  input.accept = '.txt,.md,.csv,.tsv,.json,.jsonl,.html,text/*,application/json'
  button.addEventListener('click', () => input.click())
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return
    try {
      on.read(await readFiles(files))
    } catch (error) {
      on.fail((error as Error).message)
    }
  }
  input.addEventListener('change', () => {
    void take(Array.from(input.files ?? [])).then(() => {
      input.value = ''
    })
  })
  const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  form.addEventListener('dragover', (event) => {
    if (!isFiles(event)) return
    event.preventDefault()
    form.classList.add('dropping')
  })
  form.addEventListener('dragleave', (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) form.classList.remove('dropping')
  })
  form.addEventListener('drop', (event) => {
    form.classList.remove('dropping')
    if (!isFiles(event)) return
    event.preventDefault()
    void take(Array.from(event.dataTransfer!.files))
  })
}

async function readFiles(files: readonly File[]): Promise<ReadFiles> {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > MOST_BYTES) {
    throw new Error(`These files have ${bytes(size)}; up to ${bytes(MOST_BYTES)} fit this page.`)
  }
  const texts = await Promise.all(files.map(readText))
  if (texts.length > 1) {
    const documents = texts.map((text, index) => ({ text: plainText(files[index]!, text) }))
    return { text: JSON.stringify(documents, null, 2), form: 'json' }
  }
  const [file, text] = [files[0]!, texts[0]!]
  const extension = /\.(\w+)$/.exec(file.name.toLowerCase())?.[1]
  if (extension === 'json') return { text, form: 'json' }
  if (extension === 'csv' || extension === 'tsv') return { text, form: 'csv' }
  if (extension === 'jsonl') return { text: joinJsonLines(text), form: 'json' }
  return { text: plainText(file, text), form: 'lines' }
}

async function readText(file: File): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    throw new Error(`${file.name} is not a text in UTF-8, so it cannot be read here.`)
  }
}

/** Of an HTML page its text. The parsed document is never part of this one, and nothing in it runs. */
function plainText(file: File, text: string): string {
  if (!/\.html?$/i.test(file.name)) return text
  const { body } = new DOMParser().parseFromString(text, 'text/html')
  for (const element of body.querySelectorAll('script, style, nav')) element.remove()
  return (body.textContent ?? '').replace(/\n\s*\n+/g, '\n').trim()
}
