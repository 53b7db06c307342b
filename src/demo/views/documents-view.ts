import { createDocumentFiles } from '../input/document-files.js'
import { parseDocuments } from '../input/documents.js'
import type { Parsed, ParsedDocuments, ReadAs } from '../input/types.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { setFieldError } from '../ui/field-error.js'

/** After this many milliseconds without a key, the documents are read again. */
const PAUSE = 200

export interface DocumentsView {
  value(): string
  /** Puts a text in. */
  fill(text: string, lang?: string): Promise<void>
  /** Reads the field as it is now. */
  read(): Promise<ParsedDocuments>
  /** Says what is wrong with the documents, and goes to them. */
  reject(problem: string): void
}

/** The field of documents, in whatever form they are pasted or opened. */
export function createDocumentsView(on: {
  /** The documents were read anew. */
  read(parsed: ParsedDocuments): void
  /** They were changed by hand, or a file was opened. */
  change(): void
  /** A query and options came with them. */
  request(parsed: Parsed): void
}): DocumentsView {
  const field = find('documents', HTMLTextAreaElement)
  const hint = find('documents-hint', HTMLElement)
  const readAs = find('read-as', HTMLSelectElement)
  const queries = find('queries', HTMLSelectElement)
  const queriesField = find('queries-field', HTMLElement)
  const error = find('documents-error', HTMLElement)
  let timer: ReturnType<typeof setTimeout> | undefined
  let reading = 0
  /** The query that came with the documents, and was put into its field. */
  let brought: string | undefined

  const setError = (problem: string) => setFieldError(field, error, problem)
  const showQueries = (list: readonly string[] = []) => {
    queriesField.hidden = list.length === 0
    const shown = Array.from(queries.options, ({ text }) => text)
    if (list.length === shown.length && list.every((query, index) => query === shown[index])) return
    queries.replaceChildren(
      ...list.map((query, index) => {
        const option = create('option', '', query)
        option.value = String(index)
        return option
      }),
    )
  }
  /**
   * Half-typed JSON is no error yet, but an error that is shown stays until it is mended. None appears when the field loses the
   * focus: the button would move away from under a press of it.
   */
  const showState = (parsed: ParsedDocuments) => {
    if (parsed.ok) setError('')
    else if (!error.hidden) setError(parsed.problem)
    hint.textContent = error.hidden ? describe(parsed) : ''
  }
  const refresh = async (): Promise<ParsedDocuments> => {
    clearTimeout(timer)
    const turn = ++reading
    const parsed = await parseDocuments(field.value, readAs.value as ReadAs, queries.selectedIndex)
    // Another text was read in the meantime.
    if (turn !== reading) return parsed
    // The syntax of JSON reads from the left, whatever the first word in it is.
    field.dir = parsed.form === 'lines' ? 'auto' : 'ltr'
    showQueries(parsed.ok ? parsed.tasks?.map(({ query }) => query ?? '') : [])
    showState(parsed)
    const query = parsed.ok ? parsed.query : undefined
    if (parsed.ok && query !== undefined && query !== brought) on.request(parsed)
    brought = query
    on.read(parsed)
    return parsed
  }
  const take = async (text: string, as: ReadAs) => {
    field.lang = ''
    field.value = text
    readAs.value = as
    setError('')
    on.change()
    await refresh()
  }

  field.addEventListener('input', () => {
    field.lang = ''
    clearTimeout(timer)
    timer = setTimeout(() => void refresh(), PAUSE)
    on.change()
  })
  // What is pasted anew brings its query again.
  field.addEventListener('paste', () => {
    brought = undefined
  })
  for (const select of [readAs, queries])
    select.addEventListener('change', () => {
      on.change()
      void refresh()
    })
  createDocumentFiles({
    async read({ text, form }) {
      await take(text, form)
      field.focus()
    },
    fail(problem) {
      setError(problem)
      field.focus()
    },
  })

  return {
    value: () => field.value,
    async fill(text, lang = '') {
      field.value = text
      field.lang = lang
      readAs.value = 'auto'
      brought = undefined
      setError('')
      await refresh()
    },
    read: refresh,
    reject(problem) {
      setError(problem)
      hint.textContent = ''
      field.focus()
    },
  }
}

/** What was read, or what is wrong with a text that is whole. */
function describe(parsed: ParsedDocuments): string {
  return !parsed.ok && parsed.whole ? parsed.problem : t.describeDocuments(parsed)
}
