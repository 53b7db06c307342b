import type { RerankError } from 'webrerank'
import { MODELS } from 'webrerank/models'
import type { Choice } from '../ranking/ranker.js'
import { create, find } from '../ui/elements.js'
import { bytes } from '../ui/format.js'
import { languages, licence } from './model-picker.js'

export interface ConsentView {
  /**
   * Asks whether a model may be downloaded.
   * @param refusal the library's own refusal, which says what the download would be
   */
  ask(choice: Choice, refusal: RerankError, then: () => void): void
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
  const refuse = () => {
    hide()
    find('rerank', HTMLButtonElement).focus()
    on.refused()
  }
  const network = () => {
    offline.hidden = navigator.onLine
  }
  addEventListener('online', network)
  addEventListener('offline', network)
  allow.addEventListener('click', () => {
    hide()
    // The button is gone; the focus stays near what happens next.
    find('rerank', HTMLButtonElement).focus()
    agreed()
  })
  find('consent-refuse', HTMLButtonElement).addEventListener('click', refuse)
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') refuse()
  })

  return {
    ask(choice, { details = {} }, then) {
      agreed = then
      const known = MODELS.find(({ id }) => id === choice.model)
      const size = typeof details.bytes === 'number' ? bytes(details.bytes) : undefined
      title.textContent = `Download ${choice.model}?`
      facts.replaceChildren(
        ...row('Size', size ? `${details.exact ? '' : 'about '}${size}` : 'told by the hub once it is asked'),
        ...row('Source', String(details.source ?? choice.host ?? 'https://huggingface.co')),
        ...row('Licence', licence(String(details.license ?? known?.license ?? 'unknown'))),
        ...(known ? row('Languages', languages(known)) : []),
        ...row('Runs', 'on this device; your text is never sent'),
        ...row('Kept', 'in this browser, until you delete it; works offline from then on'),
      )
      network()
      card.hidden = false
      card.scrollIntoView({ block: 'nearest' })
      card.focus({ preventScroll: true })
    },
    hide,
  }
}

function row(name: string, value: string): HTMLElement[] {
  return [create('dt', '', name), create('dd', '', value)]
}
