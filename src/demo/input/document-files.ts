import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { bytes } from '../ui/format.js'
import { readCollection } from './collection.js'
import type { ReadAs } from './types.js'

/** Past this a text field stops being one; the library's own limit of a request is far above. */
const MOST_BYTES = 4e6

export interface ReadFiles {
  text: string
  form: ReadAs
}

/**
 * Files by a button or by dropping them on the page. Several files are a document each, unless they are a collection with
 * relevance judgements.
 */
export function createDocumentFiles(on: { read(files: ReadFiles): void; fail(problem: string): void }): void {
  const panel = find('inputs', HTMLElement)
  const button = find('open-files', HTMLButtonElement)
  const input = create('input', '')
  input.type = 'file'
  input.multiple = true
  input.accept = '.txt,.md,.csv,.tsv,.json,.jsonl,.ndjson,.qrels,.trec,.run,.html,text/*,application/json'
  // In the page, since not every browser tells an element outside it what was chosen.
  input.hidden = true
  button.after(input)
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
  panel.addEventListener('dragover', (event) => {
    if (!isFiles(event)) return
    event.preventDefault()
    panel.classList.add('dropping')
  })
  panel.addEventListener('dragleave', (event) => {
    if (!panel.contains(event.relatedTarget as Node | null)) panel.classList.remove('dropping')
  })
  panel.addEventListener('drop', (event) => {
    panel.classList.remove('dropping')
    if (!isFiles(event)) return
    event.preventDefault()
    void take(Array.from(event.dataTransfer!.files))
  })
}

async function readFiles(files: readonly File[]): Promise<ReadFiles> {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > MOST_BYTES) {
    throw new Error(t.filesTooLarge(bytes(size), bytes(MOST_BYTES)))
  }
  const texts = await Promise.all(files.map(readText))
  if (texts.length > 1) {
    const collection = readCollection(texts.map((text, index) => ({ name: files[index]!.name, text })))
    if (collection) return { text: collection, form: 'json' }
    const documents = texts.map((text, index) => ({ text: plainText(files[index]!, text) }))
    return { text: JSON.stringify(documents, null, 2), form: 'json' }
  }
  const [file, text] = [files[0]!, texts[0]!]
  const extension = /\.(\w+)$/.exec(file.name.toLowerCase())?.[1]
  if (/^(json|jsonl|ndjson)$/.test(extension ?? '')) return { text, form: 'json' }
  if (extension === 'csv' || extension === 'tsv') return { text, form: 'csv' }
  // Code that sends a request is recognized by its look; prose is lines.
  return { text: plainText(file, text), form: /^(txt|md|html?)$/.test(extension ?? '') ? 'lines' : 'auto' }
}

async function readText(file: File): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    throw new Error(t.notUtf8(file.name))
  }
}

/** Of an HTML page its text. The parsed document is never part of this one, and nothing in it runs. */
function plainText(file: File, text: string): string {
  if (!/\.html?$/i.test(file.name)) return text
  const { body } = new DOMParser().parseFromString(text, 'text/html')
  for (const element of body.querySelectorAll('script, style, nav')) element.remove()
  return (body.textContent ?? '').replace(/\n\s*\n+/g, '\n').trim()
}
