import type { RerankRequest } from 'webrerank'
import { type ParsedDocuments, parseDocuments } from './documents.js'
import { create, find } from './elements.js'
import { type DeviceChoice, MODEL } from './engine.js'
import { count } from './format.js'
import { SAMPLES, type Sample, sampleText } from './samples.js'

const DEVICES: readonly string[] = ['auto', 'webgpu', 'wasm']

/** After this many milliseconds without a key, the documents are read again. */
const PAUSE = 200

export interface FormInput {
  request: RerankRequest
  device: DeviceChoice
}

export interface FormView {
  /** What is to be ranked; where something is wrong, it is said at its field, which takes the focus. */
  read(): FormInput | undefined
  /** Says what is wrong with a field, if the page has a field of that name. */
  reject(param: string | undefined, problem: string): boolean
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
  let timer: ReturnType<typeof setTimeout> | undefined
  let pressed: HTMLButtonElement | undefined

  const setError = (name: keyof typeof fields, problem: string) => {
    errors[name].textContent = problem
    errors[name].hidden = problem === ''
    if (problem) fields[name].setAttribute('aria-invalid', 'true')
    else fields[name].removeAttribute('aria-invalid')
  }
  const refresh = () => {
    const parsed = parseDocuments(documents.value)
    hint.textContent = describe(parsed)
    // The syntax of JSON reads from the left, whatever the first word in it is.
    documents.dir = parsed.form === 'json' ? 'ltr' : 'auto'
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
    setError('query', '')
    setError('documents', '')
    refresh()
  }

  find('model', HTMLElement).textContent = MODEL
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
      const parsed = parseDocuments(documents.value)
      setError('query', query.value.trim() === '' ? 'Enter a query.' : '')
      setError('documents', parsed.ok ? '' : parsed.problem)
      if (query.value.trim() === '') query.focus()
      else if (!parsed.ok) documents.focus()
      else {
        const request: RerankRequest = { model: MODEL, query: query.value, documents: parsed.documents }
        if (topN.value) request.top_n = Number(topN.value)
        return { request, device: device.value as DeviceChoice }
      }
      return undefined
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
    return parsed.form === 'json'
      ? 'Read as JSON, which is not complete.'
      : 'One document a line, or a JSON array of strings or { "text" } objects.'
  }
  const { documents, form, blank } = parsed
  const many = count(documents.length, 'document')
  if (form === 'lines')
    return `${many}, one a line${blank ? ` (${count(blank, 'blank line')} skipped)` : ''}.`
  const strings = documents.filter((document) => typeof document === 'string').length
  const of =
    strings === documents.length ? 'strings' : strings === 0 ? 'objects with text' : 'strings and objects'
  return `${many}, read as a JSON array of ${of}.`
}
