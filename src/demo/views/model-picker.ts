import { MODELS, type ModelCard } from 'webrerank/models'
import { qualityOfModel, reads } from '../ranking/quality.js'
import { EMBEDDED } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { setFieldError } from '../ui/field-error.js'
import { describeSize, sizeOf } from '../ui/size.js'
import { describeQuality, languages, licence } from './model-facts.js'

const HUB_ID = /^[\w.-]+\/[\w.-]+$/

export interface ModelPicker {
  /** The chosen model, or `undefined` where what was typed is no id; then it is said at the field. */
  model(): string | undefined
  host(): string | undefined
  /** Whether the chosen model is known to read a language. */
  reads(language: string): boolean
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
  const order = find('models-order', HTMLSelectElement)
  const rows = new Map(MODELS.map((card) => [card.id, createRow(card)]))
  const otherRadio = radioOf('', t.otherModel)
  let current = EMBEDDED

  host.value = new URLSearchParams(location.search).get('host') ?? ''

  const sort = () => {
    const compare = ORDERS[order.value as keyof typeof ORDERS] ?? ORDERS.quality
    const labels = Array.from(rows.values())
      .sort(compare)
      .map(({ label }) => label)
    list.append(...labels, otherRadio.label)
  }
  const show = () => {
    const row = rows.get(current)
    chosen.textContent = row ? current : other.value.trim() || t.otherModelShort
    chosenNote.textContent = row
      ? [languages(row.card), licence(row.card.license)].join(' · ')
      : 'Hugging Face'
    const radio = row?.radio ?? otherRadio.radio
    radio.checked = true
    find('other-field', HTMLElement).hidden = row !== undefined
  }
  const refresh = async () => {
    await Promise.all(Array.from(rows.values(), showStorage))
    sort()
  }

  list.addEventListener('change', (event) => {
    current = (event.target as HTMLInputElement).value
    show()
    on.change()
  })
  order.addEventListener('change', sort)
  other.addEventListener('input', () => {
    setFieldError(other, otherError, '')
    show()
    on.change()
  })
  host.addEventListener('input', () => setFieldError(host, hostError, ''))
  // Storage is looked at when somebody wants to know, not at the first paint.
  details.addEventListener('toggle', () => details.open && void refresh())
  sort()
  show()

  return {
    model() {
      if (host.value.trim() !== '' && !originOf(host.value)) {
        find('advanced', HTMLDetailsElement).open = true
        setFieldError(host, hostError, t.wrongMirror)
        host.focus()
        return undefined
      }
      if (rows.has(current)) return current
      const id = other.value.trim()
      if (HUB_ID.test(id)) return id
      details.open = true
      setFieldError(other, otherError, t.wrongModelId)
      other.focus()
      return undefined
    },
    reads: (language) => reads(current, language),
    host: () => originOf(host.value),
    choose(id) {
      current = rows.has(id) ? id : ''
      if (!current) other.value = id
      show()
    },
    refresh: () => void (details.open && refresh()),
  }
}

type Row = ReturnType<typeof createRow>

/** The embedded model stays first: it is what there is without a download. */
function embeddedFirst(compare: (a: Row, b: Row) => number): (a: Row, b: Row) => number {
  return (a, b) => Number(b.card.id === EMBEDDED) - Number(a.card.id === EMBEDDED) || compare(a, b)
}

function byQuality(a: Row, b: Row): number {
  return quality(b) - quality(a)
}

/** Figures of the common benchmark first; those of others are not comparable with them. */
function quality({ card }: Row): number {
  const published = qualityOfModel(card.id)
  if (!published) return 0
  return published.benchmark.startsWith('MTEB') ? 1 + published.ndcg : published.ndcg
}

const ORDERS = {
  quality: embeddedFirst(byQuality),
  language: embeddedFirst((a, b) => languages(a.card).localeCompare(languages(b.card)) || byQuality(a, b)),
  size: embeddedFirst((a, b) => (a.bytes ?? Infinity) - (b.bytes ?? Infinity)),
}

/** Says of a model whether it is on the device, and what it takes. */
async function showStorage(row: Row): Promise<void> {
  const size = await sizeOf(row.card)
  const here = size?.stored ?? false
  row.bytes = size?.bytes
  row.state.textContent = row.card.source === 'embedded' ? t.builtIn : here ? t.onThisDevice : t.notDownloaded
  row.state.dataset.state = here ? 'here' : 'away'
  row.size.textContent = describeSize(size)
}

function createRow(card: ModelCard) {
  const state = create('span', 'tag state')
  const size = create('span', '')
  const { label, radio } = radioOf(card.id, card.id, [
    create('span', 'model-description', card.description),
    create('span', 'model-facts', [
      create('span', '', describeQuality(card.id)),
      create('span', '', languages(card)),
      size,
      create('span', '', licence(card.license)),
      state,
    ]),
  ])
  return { card, label, radio, state, size, bytes: undefined as number | undefined }
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

function originOf(text: string): string | undefined {
  try {
    const { protocol, origin } = new URL(text.trim())
    return /^https?:$/.test(protocol) ? origin : undefined
  } catch {
    return undefined
  }
}
