import type { RerankRequest } from 'webrerank'
import type { Asked } from '../input/history.js'
import type { DocumentInput, Parsed, ParsedDocuments } from '../input/types.js'
import { MULTILINGUAL } from '../ranking/quality.js'
import { type Choice, EMBEDDED } from '../ranking/ranker.js'
import { SAMPLES } from '../samples/index.js'
import { languageOf, type Sample } from '../samples/sample.js'
import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import { setFieldError } from '../ui/field-error.js'
import { createDocumentsView } from './documents-view.js'
import { createModelPicker } from './model-picker.js'
import { createOptionsView } from './options-view.js'
import { createSamplesView } from './samples-view.js'

export interface FormInput {
  request: Omit<RerankRequest, 'documents'> & { documents: readonly DocumentInput[] }
  choice: Choice
  /** The fields as they were. */
  asked: Asked
  /** What the documents came with. */
  parsed: Parsed
  /** The sample that is in the fields. */
  sample: Sample | undefined
}

export interface FormView {
  /** What is to be ranked; where something is wrong, it is said at its field, which takes the focus. */
  read(): Promise<FormInput | undefined>
  /** Says what is wrong with a field, if the page has a field of that name. */
  reject(param: string | undefined, problem: string): boolean
  /** Puts earlier fields back. */
  restore(asked: Asked): Promise<void>
  /** Chooses another model. */
  chooseModel(id: string): void
  /** Looks again at which models are on the device. */
  refreshModels(): void
}

/** All that a person may enter: the question, the documents, the model and its options. */
export function createFormView(on: {
  submit(): void
  /** Something was changed by hand. */
  change(): void
  /** A sample was put in place of everything. */
  sample(): void
  /** The documents were read anew. */
  documents(parsed: ParsedDocuments, sample: Sample | undefined): void
}): FormView {
  const query = find('query', HTMLInputElement)
  const queryError = find('query-error', HTMLElement)
  let sample: Sample | undefined
  /** Nothing that is filled in by the page counts as a change by hand. */
  const byHand = () => {
    press(undefined)
    query.lang = ''
    on.change()
  }
  const picker = createModelPicker({ change: on.change })
  const options = createOptionsView()
  const samples = createSamplesView({
    async choose(chosen) {
      await fill(chosen)
      on.sample()
    },
  })
  const documents = createDocumentsView({
    read: (parsed) => on.documents(parsed, sample),
    change: byHand,
    request(parsed) {
      query.value = parsed.query ?? query.value
      setFieldError(query, queryError, '')
      if (parsed.options) options.fill(parsed.options)
    },
  })
  const press = (chosen: Sample | undefined) => {
    sample = chosen
    samples.press(chosen)
  }
  const fill = async (chosen: Sample) => {
    press(chosen)
    query.value = chosen.query
    query.lang = languageOf(chosen)
    setFieldError(query, queryError, '')
    // A sample is offered with a model that can read it.
    if (chosen.lang && !picker.reads(chosen.lang)) picker.choose(MULTILINGUAL)
    if (!chosen.lang && picker.model() === MULTILINGUAL) picker.choose(EMBEDDED)
    await documents.fill(chosen.documents.join('\n'), languageOf(chosen))
  }

  void fill(SAMPLES[0]!)
  query.addEventListener('input', () => {
    setFieldError(query, queryError, '')
    byHand()
  })
  find('options', HTMLElement).addEventListener('input', on.change)
  find('form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    on.submit()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault()
      on.submit()
    }
  })

  return {
    async read() {
      const parsed = await documents.read()
      if (query.value.trim() === '') {
        setFieldError(query, queryError, t.enterQuery)
        query.focus()
        return undefined
      }
      if (!parsed.ok) {
        documents.reject(parsed.problem)
        return undefined
      }
      const members = options.read()
      const model = picker.model()
      if (!members || model === undefined) return undefined
      const choice = { model, device: options.device(), host: picker.host() }
      const request = { model, query: query.value, documents: parsed.documents, ...members }
      const asked = {
        query: query.value,
        documents: documents.value(),
        topN: options.topN(),
        model,
        device: choice.device,
      }
      return { request, choice, asked, parsed, sample }
    },
    reject(param, problem) {
      if (param === 'documents') documents.reject(problem)
      else if (param === 'query') {
        setFieldError(query, queryError, problem)
        query.focus()
      } else return false
      return true
    },
    async restore(asked) {
      press(undefined)
      query.lang = ''
      setFieldError(query, queryError, '')
      picker.choose(asked.model)
      await documents.fill(asked.documents)
      query.value = asked.query
      const top = Number(asked.topN)
      options.fill(Number.isSafeInteger(top) && top > 0 ? { top_n: top } : {}, asked.device)
    },
    chooseModel: picker.choose,
    refreshModels: picker.refresh,
  }
}
