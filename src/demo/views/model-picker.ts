import { MODELS, type ModelCard, planDownload } from 'webrerank/models'
import { EMBEDDED } from '../ranking/ranker.js'
import { create, find } from '../ui/elements.js'
import { bytes } from '../ui/format.js'

const HUB_ID = /^[\w.-]+\/[\w.-]+$/

export interface ModelPicker {
  /** The chosen model, or `undefined` where what was typed is no id; then it is said at the field. */
  model(): string | undefined
  host(): string | undefined
  /** Whether the model that ships with the page is chosen. */
  isEmbedded(): boolean
  choose(id: string): void
  /** Looks again at what is on the device. */
  refresh(): void
}

/** The list of models with what a person would want to know before choosing one, and any other by its id. */
export function createModelPicker(on: { change(): void }): ModelPicker {
  const details = find('model-picker', HTMLDetailsElement)
  const list = find('models', HTMLElement)
  const chosen = find('model', HTMLElement)
  const chosenNote = find('model-note', HTMLElement)
  const other = find('other-model', HTMLInputElement)
  const otherError = find('other-model-error', HTMLElement)
  const host = find('host', HTMLInputElement)
  const hostError = find('host-error', HTMLElement)
  const rows = new Map(MODELS.map((card) => [card.id, createRow(card)]))
  const otherRadio = radioOf('', 'Another model of the Hugging Face hub')
  let current = EMBEDDED

  list.append(...Array.from(rows.values(), ({ label }) => label), otherRadio.label)
  host.value = new URLSearchParams(location.search).get('host') ?? ''

  const show = () => {
    const row = rows.get(current)
    chosen.textContent = row ? current : other.value.trim() || 'Another model'
    chosenNote.textContent = row
      ? [languages(row.card), licence(row.card.license)].join(' · ')
      : 'Hugging Face hub'
    const radio = row?.radio ?? otherRadio.radio
    radio.checked = true
    find('other-field', HTMLElement).hidden = row !== undefined
  }
  const refresh = async () => {
    await Promise.all(Array.from(rows.values(), showStorage))
  }
  const setError = (element: HTMLElement, field: HTMLInputElement, problem: string) => {
    element.textContent = problem
    element.hidden = problem === ''
    if (problem) field.setAttribute('aria-invalid', 'true')
    else field.removeAttribute('aria-invalid')
  }

  list.addEventListener('change', (event) => {
    current = (event.target as HTMLInputElement).value
    show()
    on.change()
  })
  other.addEventListener('input', () => {
    setError(otherError, other, '')
    show()
  })
  host.addEventListener('input', () => setError(hostError, host, ''))
  // Storage is looked at when somebody wants to know, not at the first paint.
  details.addEventListener('toggle', () => details.open && void refresh())
  show()

  return {
    model() {
      if (host.value.trim() !== '' && !originOf(host.value)) {
        details.open = true
        find('advanced', HTMLDetailsElement).open = true
        setError(hostError, host, 'A mirror is an address such as https://hub.example.org.')
        host.focus()
        return undefined
      }
      if (rows.has(current)) return current
      const id = other.value.trim()
      if (HUB_ID.test(id)) return id
      details.open = true
      setError(otherError, other, 'A model of the hub has the form owner/name.')
      other.focus()
      return undefined
    },
    isEmbedded: () => current === EMBEDDED,
    host: () => originOf(host.value),
    choose(id) {
      current = rows.has(id) ? id : ''
      if (!current) other.value = id
      show()
    },
    refresh: () => void (details.open && refresh()),
  }
}

/** Says of a model whether it is on the device, and what it takes. */
async function showStorage({ card, state, size }: ReturnType<typeof createRow>): Promise<void> {
  const plan = await planDownload(card).catch(() => undefined)
  const here = plan?.stored ?? false
  state.textContent = card.source === 'embedded' ? 'On board' : here ? 'On this device' : 'To download'
  state.dataset.state = here ? 'here' : 'away'
  size.textContent =
    plan?.bytes == null ? 'size not known' : `${plan.exact ? '' : 'about '}${bytes(plan.bytes)}`
}

function createRow(card: ModelCard) {
  const state = create('span', 'tag state')
  const size = create('span', '')
  const { label, radio } = radioOf(card.id, card.id, [
    create('span', 'model-description', card.description),
    create('span', 'model-facts', [
      create('span', '', languages(card)),
      size,
      create('span', '', licence(card.license)),
      state,
    ]),
  ])
  return { card, label, radio, state, size }
}

function radioOf(value: string, title: string, more: readonly Node[] = []) {
  const radio = create('input', '')
  radio.type = 'radio'
  radio.name = 'model'
  radio.value = value
  const label = create('label', 'model-option', [
    radio,
    create('span', 'model-text', [create('span', 'model-id', title), ...more]),
  ])
  return { label, radio }
}

/** Languages by their names. */
export function languages({ languages }: Pick<ModelCard, 'languages'>): string {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  if (languages.includes('mul')) return 'Multilingual'
  if (languages.length > 3) return `${languages.length} languages`
  return languages.map((tag) => names.of(tag) ?? tag).join(', ')
}

/** A licence as a person should read it: what it forbids is said, what nobody read is not made up. */
export function licence(name: string): string {
  if (name === 'unknown') return 'licence not known'
  return /\bNC\b/.test(name) ? `${name}: non-commercial` : name
}

function originOf(text: string): string | undefined {
  try {
    const { protocol, origin } = new URL(text.trim())
    return /^https?:$/.test(protocol) ? origin : undefined
  } catch {
    return undefined
  }
}
