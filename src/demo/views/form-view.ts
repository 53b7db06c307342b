import type { RerankRequest } from 'webrerank'
import { createDocumentFiles } from '../input/document-files.js'
import { type DocumentForm, type ParsedDocuments, parseDocuments } from '../input/documents.js'
import type { Asked } from '../input/history.js'
import type { Choice, DeviceChoice } from '../ranking/ranker.js'
import { SAMPLES } from '../samples/index.js'
import { type Sample, sampleText } from '../samples/sample.js'
import { create, find } from '../ui/elements.js'
import { count } from '../ui/format.js'
import { createModelPicker } from './model-picker.js'

const DEVICES: readonly string[] = ['auto', 'webgpu', 'wasm']

/** After this many milliseconds without a key, the documents are read again. */
const PAUSE = 200

/** A model for the languages that the one on board does not know. */
const MULTILINGUAL = 'BAAI/bge-reranker-v2-m3'

export interface FormInput {
  request: RerankRequest
  choice: Choice
  /** The fields as they were. */
  asked: Asked
}

export interface FormView {
  /** What is to be ranked; where something is wrong, it is said at its field, which takes the focus. */
  read(): FormInput | undefined
  /** Says what is wrong with a field, if the page has a field of that name. */
  reject(param: string | undefined, problem: string): boolean
  /** Puts earlier fields back. */
  restore(asked: Asked): void
  /** Looks again at which models are on the device. */
  refreshModels(): void
}

/** The left side of the page. */
export function createFormView(on: {
  submit(): void
  /** Something was changed by hand. */
  change(): void
  /** A sample was put in place of everything. */
  sample(): void
  /** The documents were read anew. */
  documents(parsed: ParsedDocuments, sample: boolean): void
}): FormView {
  const form = find('form', HTMLFormElement)
  const query = find('query', HTMLInputElement)
  const documents = find('documents', HTMLTextAreaElement)
  const hint = find('documents-hint', HTMLElement)
  const topN = find('top-n', HTMLSelectElement)
  const device = find('device', HTMLSelectElement)
  const errors = { query: find('query-error', HTMLElement), documents: find('documents-error', HTMLElement) }
  const fields = { query, documents }
  const readAs = find('read-as', HTMLSelectElement)
  const language = find('language-note', HTMLElement)
  const picker = createModelPicker({
    change() {
      on.change()
      showLanguage()
    },
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let pressed: HTMLButtonElement | undefined
  let sampleLanguage: string | undefined

  const setError = (name: keyof typeof fields, problem: string) => {
    errors[name].textContent = problem
    errors[name].hidden = problem === ''
    if (problem) fields[name].setAttribute('aria-invalid', 'true')
    else fields[name].removeAttribute('aria-invalid')
  }
  const parse = () => parseDocuments(documents.value, readAs.value as 'auto' | DocumentForm)
  const showLanguage = () => {
    language.hidden = !sampleLanguage || !picker.isEmbedded()
    find('language-name', HTMLElement).textContent = sampleLanguage
      ? (new Intl.DisplayNames('en', { type: 'language' }).of(sampleLanguage) ?? sampleLanguage)
      : ''
  }
  const refresh = () => {
    const parsed = parse()
    hint.textContent = describe(parsed)
    // The syntax of JSON reads from the left, whatever the first word in it is.
    documents.dir = parsed.form === 'lines' ? 'auto' : 'ltr'
    on.documents(parsed, pressed !== undefined)
    // Half-typed JSON is no error yet, but one that was told is told until it is mended. It is not told when the field
    // loses the focus: the button would move away from under a press of it.
    if (parsed.ok) setError('documents', '')
    else if (!errors.documents.hidden) setError('documents', parsed.problem)
  }
  const fill = (sample: Sample, button: HTMLButtonElement) => {
    press(button)
    query.value = sample.query
    documents.value = sampleText(sample)
    readAs.value = 'auto'
    query.lang = documents.lang = sample.lang ?? ''
    sampleLanguage = sample.lang
    showLanguage()
    setError('query', '')
    setError('documents', '')
    refresh()
  }

  const wanted = new URLSearchParams(location.search).get('device')
  if (wanted && DEVICES.includes(wanted)) device.value = wanted

  const buttons = SAMPLES.map((sample) => {
    const button = create('button', 'chip', sample.name)
    button.type = 'button'
    button.addEventListener('click', () => {
      fill(sample, button)
      on.sample()
    })
    return button
  })
  const press = (button?: HTMLButtonElement) => {
    pressed = button
    for (const each of buttons) each.setAttribute('aria-pressed', String(each === button))
  }
  find('samples', HTMLElement).append(...buttons)
  fill(SAMPLES[0]!, buttons[0]!)

  query.addEventListener('input', () => setError('query', ''))
  documents.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(refresh, PAUSE)
  })
  for (const field of [query, documents]) field.addEventListener('input', () => press())
  readAs.addEventListener('change', refresh)
  createDocumentFiles({
    read({ text, form: as }) {
      press()
      documents.value = text
      readAs.value = as
      setError('documents', '')
      refresh()
      on.change()
      documents.focus()
    },
    fail: (problem) => view.reject('documents', problem),
  })
  find('use-multilingual', HTMLButtonElement).addEventListener('click', () => {
    picker.choose(MULTILINGUAL)
    showLanguage()
    on.change()
    find('rerank', HTMLButtonElement).focus()
  })
  form.addEventListener('input', on.change)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    on.submit()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault()
      on.submit()
    }
  })

  const view: FormView = {
    read() {
      clearTimeout(timer)
      refresh()
      const parsed = parse()
      setError('query', query.value.trim() === '' ? 'Enter a query.' : '')
      setError('documents', parsed.ok ? '' : parsed.problem)
      if (query.value.trim() === '') query.focus()
      else if (!parsed.ok) documents.focus()
      else {
        const model = picker.model()
        if (model === undefined) return undefined
        const request: RerankRequest = { model, query: query.value, documents: parsed.documents }
        if (topN.value) request.top_n = Number(topN.value)
        const choice = { model, device: device.value as DeviceChoice, host: picker.host() }
        const { device: where } = choice
        const asked = {
          query: query.value,
          documents: documents.value,
          topN: topN.value,
          model,
          device: where,
        }
        return { request, choice, asked }
      }
      return undefined
    },
    refreshModels: picker.refresh,
    restore(asked) {
      press()
      query.value = asked.query
      documents.value = asked.documents
      query.lang = documents.lang = ''
      readAs.value = 'auto'
      topN.value = asked.topN
      device.value = asked.device
      picker.choose(asked.model)
      sampleLanguage = undefined
      showLanguage()
      setError('query', '')
      setError('documents', '')
      refresh()
    },
    reject(param, problem) {
      if (param !== 'query' && param !== 'documents') return false
      setError(param, problem)
      fields[param].focus()
      return true
    },
  }
  return view
}

function describe(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'Read as CSV, which is not complete.'
    return parsed.form === 'json'
      ? 'Read as JSON, which is not complete.'
      : 'One document a line, a JSON array of strings or { "text" } objects, or CSV with a header.'
  }
  const { documents, form, blank } = parsed
  const many = count(documents.length, 'document')
  if (form === 'csv') return `${many}, read as CSV, column “${parsed.column}”.`
  if (form === 'lines')
    return `${many}, one a line${blank ? ` (${count(blank, 'blank line')} skipped)` : ''}.`
  const strings = documents.filter((document) => typeof document === 'string').length
  const of =
    strings === documents.length ? 'strings' : strings === 0 ? 'objects with text' : 'strings and objects'
  return `${many}, read as a JSON array of ${of}.`
}
