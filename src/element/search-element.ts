import { createSearch } from '../search/search.js'
import type { FirstStage, Search, SearchReranker, SearchState } from '../search/types.js'
import { fillFrame } from './frame.js'
import { createListbox } from './listbox.js'
import { node } from './options.js'
import { select } from './select.js'
import { isShortcut } from './shortcut.js'
import { loadReranker, openSource } from './source.js'
import { statusOf } from './status.js'
import { stringsFor } from './strings/index.js'
import type { Strings } from './strings/strings.js'

/**
 * `<webrerank-search src="/pagefind/">`: a search box. Attributes: `src` (a folder with Pagefind's index, or a `.json`
 * file of pages `{ title, text, url }`; JSON in a `<script type="application/json">` inside goes before it), `model`,
 * `device`, `lang`, `placeholder`, `label`. Nothing is fetched before it has the focus. It fires `webrerank-select`, whose
 * default is to go to `detail.url`.
 */
export class WebrerankSearch extends HTMLElement {
  /** A first stage of the page's own, in the place of `src`. Set before the first focus. */
  firstStage: FirstStage | undefined
  /** A reranker of the page's own, in the place of `model`. Set before the first focus. */
  reranker: SearchReranker | undefined

  #root = this.attachShadow({ mode: 'open', delegatesFocus: true })
  #input = node('input', 'input', '')
  #panel = node('div', 'panel', '')
  #list = node('ul', 'list', '')
  #row = node('div', 'row', '')
  #live = node('div', 'live', '')
  #strings: Strings = stringsFor([]).strings
  #search: Promise<Search> | undefined
  #options = createListbox(this.#input, this.#list)
  #pointer = false
  /** Closed by Escape or by going elsewhere: what comes later does not open it again. */
  #closed = false
  #shown: SearchState | undefined
  #held: SearchState | undefined
  /** What the options answer; a later query may be under way. */
  #answered: string | undefined
  #said = ''
  #ends = new AbortController()

  connectedCallback(): void {
    this.#ends = new AbortController()
    const { signal } = this.#ends
    const { language, strings } = stringsFor([
      this.closest('[lang]')?.getAttribute('lang') ?? undefined,
      ...navigator.languages,
    ])
    this.#strings = strings
    this.#build(language)
    const input = this.#input
    input.addEventListener('focus', () => void this.#start(), { signal })
    input.addEventListener(
      'input',
      (event) => {
        if (!(event as InputEvent).isComposing) this.#ask('rest')
      },
      { signal },
    )
    input.addEventListener('compositionend', () => this.#ask('rest'), { signal })
    input.addEventListener('keydown', (event) => this.#key(event), { signal })
    document.addEventListener('keydown', (event) => this.#shortcut(event), { signal })
    this.addEventListener(
      'focusout',
      (event) => {
        if (event.relatedTarget !== this) this.#afterBlur()
      },
      { signal },
    )
    this.#list.addEventListener(
      'pointerenter',
      () => {
        this.#pointer = true
      },
      { signal },
    )
    this.#list.addEventListener(
      'pointerleave',
      () => {
        this.#pointer = false
        this.#release()
      },
      { signal },
    )
    // The focus stays in the box, wherever one clicks in the list.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault(), { signal })
    for (const kind of ['click', 'auxclick'] as const)
      this.#list.addEventListener(kind, (event) => this.#click(event as MouseEvent), { signal })
  }

  disconnectedCallback(): void {
    this.#ends.abort()
    void this.#search?.then((search) => search.dispose())
    this.#search = undefined
  }

  #build(language: string): void {
    fillFrame(this.#root, {
      input: this.#input,
      panel: this.#panel,
      list: this.#list,
      row: this.#row,
      live: this.#live,
      label: this.getAttribute('label') ?? this.#strings.label,
      placeholder: this.getAttribute('placeholder') ?? this.#strings.placeholder,
      language,
    })
  }

  /** At the first focus, and not before: the code of the reranker, the index and the model are fetched. */
  #start(): Promise<Search> {
    this.#search ??= (async () => {
      const firstStage = this.firstStage ?? openSource(this)
      // Without it there is still the first stage; why it is not there is told as an error that nobody caught.
      const reranker = this.reranker ?? (await loadReranker(this).catch(reportError))
      const search = createSearch({
        firstStage,
        reranker: reranker ?? undefined,
        candidates: 20,
        sentences: 5,
        locale: this.#panel.lang,
      })
      search.state.subscribe((state) => this.#take(state))
      void search.warmUp()
      return search
    })()
    return this.#search
  }

  async #ask(rerank: 'now' | 'rest'): Promise<void> {
    this.#options.activate(-1)
    this.#closed = false
    const { value } = this.#input
    const search = await this.#start()
    if (value !== this.#input.value) return
    void search.query(value, { rerank })
  }

  /** Shows a state, but keeps the order while a person is at it. */
  #take(state: SearchState): void {
    const { status, query, results } = state
    const moves = results !== this.#shown?.results
    const same = this.#answered === query && this.#options.choices.length > 0
    if (moves && same && status !== 'searching' && this.#inUse) this.#held = state
    else {
      this.#held = undefined
      if (moves && status !== 'searching') this.#show(state)
      else this.#shown = { ...state, results: this.#shown?.results ?? [] }
    }
    this.#open(status !== 'idle' && !this.#closed)
    this.#describe(state)
  }

  /** Whether a person points at an option, by pointer or by key: then none of them may move. */
  get #inUse(): boolean {
    return this.#pointer || this.#options.active !== undefined
  }

  #release(): void {
    if (!this.#held || this.#inUse) return
    const state = this.#held
    this.#held = undefined
    this.#show(state)
    this.#describe(state)
  }

  #show(state: SearchState): void {
    this.#shown = state
    this.#answered = state.query
    this.#options.show(state.results, state.query)
  }

  /** The row above the list, and what is said of it. */
  #describe(state: SearchState): void {
    const listed = this.#options.choices.length > 0
    const [strings, language] = [this.#strings, this.#panel.lang]
    const { notes, action, said, waiting } = statusOf(state, {
      strings,
      language,
      held: this.#held !== undefined,
      listed,
    })
    this.#list.hidden = !listed
    const row: Node[] = notes.map((note) => node('span', 'note', note))
    if (action === 'show') row.push(this.#button(strings.show, () => this.#apply()))
    if (action === 'download') row.push(this.#button(strings.download, this.#consent))
    this.#row.replaceChildren(...row)
    const bones = this.#panel.querySelectorAll('.bone')
    if (waiting && bones.length === 0) this.#row.after(...[1, 2, 3].map(() => node('div', 'bone', '')))
    if (!waiting) for (const bone of bones) bone.remove()
    if (said !== undefined) this.#say(said)
  }

  #button(text: string, act: () => void): HTMLButtonElement {
    const button = node('button', 'button', text)
    button.type = 'button'
    button.addEventListener('click', act)
    return button
  }

  #apply(): void {
    this.#pointer = false
    this.#options.activate(-1)
    this.#input.focus()
    this.#release()
  }

  #consent = (): void => {
    this.#input.focus()
    void this.#start().then((search) => search.load())
  }

  #say(text: string): void {
    if (text === this.#said) return
    this.#said = text
    this.#live.textContent = text
  }

  #open(open: boolean): void {
    this.#panel.hidden = !open
    this.#input.setAttribute('aria-expanded', String(open && this.#options.choices.length > 0))
  }

  #key(event: KeyboardEvent): void {
    // Enter and arrows belong to the input method while it composes.
    if (event.isComposing || event.keyCode === 229) return
    const open = !this.#panel.hidden
    const { active } = this.#options
    const target = this.#options.target(event.key)
    if (target !== undefined) this.#move(event, target)
    else if (event.key === 'Escape') this.#escape(event, open)
    else if (event.key === 'Enter' && this.#input.value.trim()) {
      event.preventDefault()
      if (open && active) select(this, active, event)
      else void this.#ask('now')
    }
  }

  #move(event: KeyboardEvent, target: number): void {
    event.preventDefault()
    this.#closed = false
    this.#open(this.#shown !== undefined && this.#shown.status !== 'idle')
    this.#options.activate(target)
    this.#release()
  }

  #escape(event: KeyboardEvent, open: boolean): void {
    event.preventDefault()
    if (open) {
      this.#closed = true
      this.#options.activate(-1)
      this.#open(false)
      this.#release()
      return
    }
    this.#input.value = ''
    void this.#ask('rest')
  }

  #shortcut(event: KeyboardEvent): void {
    if (!isShortcut(event)) return
    event.preventDefault()
    this.#input.focus()
    this.#input.select()
  }

  #click(event: MouseEvent): void {
    const choice = this.#options.at(event)
    if (choice && event.button < 2) select(this, choice, event)
  }

  #afterBlur(): void {
    // By then the next element has the focus, if there is one.
    setTimeout(() => {
      if (this.matches(':focus-within')) return
      this.#closed = true
      this.#open(false)
    })
  }
}
