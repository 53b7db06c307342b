import type { RerankError } from 'webrerank'
import { MODELS, type ModelCard } from 'webrerank/models'
import type { Choice } from '../ranking/ranker.js'
import { connectionSpeed } from '../ranking/request-log.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { bytes, duration } from '../ui/format.js'
import { describeSize, type Size, sizeOf } from '../ui/size.js'
import { describeQuality, languages, licence } from './model-facts.js'

export interface ConsentView {
  /**
   * Asks whether a model may be downloaded.
   * @param refusal the library's own refusal, which says what the download would be
   * @param quiet leaves the focus and the window where they are: nobody pressed a button
   */
  ask(choice: Choice, refusal: RerankError, then: () => void, quiet?: boolean): Promise<void>
  hide(): void
}

/** The card that stands before any byte of a model. */
export function createConsentView(on: { refused(): void }): ConsentView {
  const card = find('consent', HTMLElement)
  const title = find('consent-title', HTMLElement)
  const facts = find('consent-facts', HTMLElement)
  const offline = find('consent-offline', HTMLElement)
  const allow = find('consent-allow', HTMLButtonElement)
  let agreed: () => void = () => {}
  const hide = () => {
    card.hidden = true
  }
  /** What had the focus is gone; it stays near what happens next. */
  const focusOnRerank = () => {
    const button = find('rerank', HTMLButtonElement)
    button.focus()
    // WebKit does not scroll to what gets the focus while the layout changes.
    button.scrollIntoView({ block: 'nearest' })
  }
  const refuse = () => {
    hide()
    focusOnRerank()
    on.refused()
  }
  const network = () => {
    offline.hidden = navigator.onLine
  }
  addEventListener('online', network)
  addEventListener('offline', network)
  allow.addEventListener('click', () => {
    hide()
    focusOnRerank()
    agreed()
  })
  find('consent-refuse', HTMLButtonElement).addEventListener('click', refuse)
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') refuse()
  })

  return {
    async ask(choice, { details = {} }, then, quiet = false) {
      agreed = then
      const known = MODELS.find(({ id }) => id === choice.model)
      const size = await sizeOfDownload(details, known)
      title.textContent = t.downloadTitle(choice.model)
      facts.replaceChildren(
        ...row(t.size, size?.bytes ? describeSize(size) : t.sizeUnknownYet),
        ...timeRow(size),
        ...row(t.source, String(details.source ?? choice.host ?? 'https://huggingface.co')),
        ...row(t.licence, licenceOf(details.license ?? known?.license)),
        ...(known ? cardRows(known) : []),
        ...row(t.runs, t.runsHere),
        ...row(t.stored, t.storedHere),
      )
      network()
      card.hidden = false
      if (quiet) return
      card.scrollIntoView({ block: 'nearest' })
      card.focus({ preventScroll: true })
    },
    hide,
  }
}

/** As the library's refusal says; else what the card says of it. */
async function sizeOfDownload(
  { bytes, exact }: Record<string, unknown>,
  card: ModelCard | undefined,
): Promise<Partial<Size> | undefined> {
  if (typeof bytes === 'number') return { bytes, exactness: exact ? 'exact' : 'about' }
  return card && sizeOf(card)
}

function timeRow(size: Partial<Size> | undefined): HTMLElement[] {
  const speed = connectionSpeed()
  if (!size?.bytes || !speed) return []
  return row(t.time, t.downloadTime(duration((size.bytes / speed) * 1000), bytes(speed)))
}

/** The row is named a licence already. */
function licenceOf(name: unknown): string {
  return name === undefined || name === 'unknown' ? t.unknown : licence(String(name))
}

function cardRows(card: ModelCard): HTMLElement[] {
  return [...row(t.languages, languages(card)), ...row(t.quality, describeQuality(card.id))]
}

function row(name: string, value: string): HTMLElement[] {
  return [create('dt', '', name), create('dd', '', value)]
}
