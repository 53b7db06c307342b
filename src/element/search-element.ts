import type { FirstStage, SearchReranker } from '../search/types.js'
import type { Box } from './box.js'
import { createFrame, type Frame, fillFrame } from './frame.js'
import type { SessionSettings } from './session.js'
import { isShortcut } from './shortcut.js'
import { labelsFor, languageOf } from './strings/labels.js'

/** On a server, where pages are only written, there is no such class. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/**
 * `<webrerank-search src="/pagefind/">`: a search box. Nothing is fetched before it has the focus.
 *
 * @element webrerank-search
 * @attr {string} src - A folder with Pagefind's index, or a `.json` file of pages `{ title, text, url }`. Default: `pagefind/`
 * @attr {string} model - A model of the catalogue. Default: the built-in model
 * @attr {'auto' | 'wasm' | 'webgpu'} device - Where to run it. Default: `auto`
 * @attr {number} reading-time - Milliseconds that a ranking may take. Default: 1500
 * @attr {string} placeholder - In the place of the language's own
 * @attr {string} label - What the box is called. Default: the language's own
 * @attr {string} lang - BCP 47 tag of its own words. Default: that of the element around it, then the browser's
 * @attr {'off'} recent - `off`: earlier searches are neither kept nor shown
 * @slot - JSON of pages in a `<script type="application/json">`, which goes before `src`
 * @slot empty - What stands below "nothing found"
 * @fires {CustomEvent<{ url: string | undefined, result: SearchResult }>} webrerank-select - Before it goes to `detail.url`, which `preventDefault()` keeps
 * @csspart box - The field with what is in it
 * @csspart input - The text
 * @csspart clear - Empties the box
 * @csspart close - Closes it, where it covers the screen of a phone
 * @csspart shortcut - The key that leads to it
 * @csspart shell - All of it
 * @csspart panel - What is below the box
 * @csspart row - What is said of the results
 * @csspart note - One thing of it
 * @csspart nothing - That nothing answers
 * @csspart button - What can be done about it
 * @csspart list - The results
 * @csspart option - A page
 * @csspart section - A section of a page
 * @csspart recent - An earlier search
 * @csspart title - Of a page or section
 * @csspart crumbs - Where a page stands
 * @csspart excerpt - Of its text
 * @csspart mark - The sentence that answers best
 * @csspart word - A word of the query
 * @csspart related - A word related to one
 * @csspart foot - What is below the list
 * @csspart ranked - On what it was ranked
 * @csspart keys - What keys do
 * @csspart bone - In the place of a result that is not there yet
 * @cssprop --webrerank-accent - Colour of what has the focus
 * @cssprop --webrerank-background - Of the box and the panel
 * @cssprop --webrerank-text - Of texts
 * @cssprop --webrerank-muted - Of less important texts
 * @cssprop --webrerank-border - Of lines
 * @cssprop --webrerank-active - Behind the chosen option
 * @cssprop --webrerank-mark - Behind the sentence that answers best
 * @cssprop --webrerank-radius - Of corners
 * @cssprop --webrerank-font - The `font` of all texts
 * @example
 * ```html
 * <script type="module" src="/webrerank/element.js"></script>
 * <webrerank-search src="/pagefind/" device="wasm"></webrerank-search>
 * ```
 */
export class WebrerankSearch extends Base {
  static readonly observedAttributes = [
    'src',
    'model',
    'device',
    'reading-time',
    'placeholder',
    'label',
    'lang',
  ]

  #firstStage: FirstStage | undefined
  #reranker: SearchReranker | undefined
  #frame: Frame | undefined
  #box: Promise<Box> | undefined
  /** The same, once it is there: keys cannot wait. */
  #opened: Box | undefined
  #language = 'en'
  #ends = new AbortController()

  /** A first stage of the page's own, in the place of `src`. */
  get firstStage(): FirstStage | undefined {
    return this.#firstStage
  }

  set firstStage(firstStage: FirstStage | undefined) {
    this.#firstStage = firstStage
    this.#restart()
  }

  /** A reranker of the page's own, in the place of `model`: the page disposes it. */
  get reranker(): SearchReranker | undefined {
    return this.#reranker
  }

  set reranker(reranker: SearchReranker | undefined) {
    this.#reranker = reranker
    this.#restart()
  }

  connectedCallback(): void {
    this.#frame ??= createFrame(this.attachShadow({ mode: 'open', delegatesFocus: true }))
    this.#fill()
    this.#ends = new AbortController()
    this.#listen(this.#frame, this.#ends.signal)
  }

  /** A box that only moves is in the page again at once, and keeps its model. */
  disconnectedCallback(): void {
    this.#ends.abort()
    setTimeout(() => {
      if (!this.isConnected) this.#end()
    })
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected || !this.#frame) return
    if (['placeholder', 'label', 'lang'].includes(name)) {
      const before = this.#language
      this.#fill()
      // Its words are those of the other language.
      if (this.#language !== before) this.#end()
    } else this.#restart()
  }

  #fill(): void {
    const around = this.closest('[lang]')?.getAttribute('lang') ?? undefined
    this.#language = languageOf([around, ...navigator.languages])
    const labels = labelsFor(this.#language)
    fillFrame(this.#frame!, {
      ...labels,
      label: this.getAttribute('label') ?? labels.label,
      placeholder: this.getAttribute('placeholder') ?? labels.placeholder,
      language: this.#language,
    })
  }

  #listen({ input, list, close }: Frame, signal: AbortSignal): void {
    const on = <E extends Event>(target: EventTarget, kinds: string, act: (event: E) => void) => {
      for (const kind of kinds.split(' '))
        target.addEventListener(kind, act as (event: Event) => void, { signal })
    }
    const tell = (act: (box: Box) => void) => void this.#start().then(act)
    on(input, 'focus', () => tell((box) => box.focus()))
    on<InputEvent>(input, 'input compositionend', ({ isComposing }) => {
      if (!isComposing) tell((box) => box.ask('rest'))
    })
    on<KeyboardEvent>(input, 'keydown', (event) => this.#key(event))
    on<KeyboardEvent>(document, 'keydown', (event) => this.#shortcut(event))
    on<FocusEvent>(this, 'focusout', ({ relatedTarget }) => {
      if (relatedTarget !== this) this.#afterBlur()
    })
    on(list, 'pointerenter', () => this.#opened?.point(true))
    on(list, 'pointerleave', () => this.#opened?.point(false))
    // The focus stays in the box, wherever one clicks in the list.
    on(list, 'mousedown', (event) => event.preventDefault())
    on<MouseEvent>(list, 'click auxclick', (event) => this.#opened?.click(event))
    on(close, 'click', () => this.#opened?.close())
  }

  /** The rest of the box is fetched at the first focus. */
  #start(): Promise<Box> {
    this.#box ??= import('./box.js').then(({ createBox }) => {
      this.#opened = createBox({
        host: this,
        frame: this.#frame!,
        language: this.#language,
        settings: () => this.#settings(),
        keepsRecent: () => this.getAttribute('recent') !== 'off',
      })
      return this.#opened
    })
    // The next focus tries again.
    this.#box.catch(() => {
      this.#box = undefined
    })
    return this.#box
  }

  #settings(): SessionSettings {
    const attribute = (name: string) => this.getAttribute(name) ?? undefined
    return {
      firstStage: this.#firstStage,
      reranker: this.#reranker,
      inline: this.querySelector('script[type="application/json"]')?.textContent ?? undefined,
      src: attribute('src'),
      model: attribute('model'),
      device: attribute('device'),
      readingTime: attribute('reading-time'),
      locale: this.#language,
    }
  }

  #end(): void {
    void this.#box?.then((box) => box.dispose())
    this.#box = undefined
    this.#opened = undefined
  }

  #restart(): void {
    void this.#box?.then((box) => box.restart())
  }

  #key(event: KeyboardEvent): void {
    if (this.#opened) this.#opened.key(event)
    else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      void this.#start().then((box) => box.ask('now'))
    }
  }

  #shortcut(event: KeyboardEvent): void {
    if (!isShortcut(event)) return
    event.preventDefault()
    this.#frame!.input.focus()
    this.#frame!.input.select()
  }

  #afterBlur(): void {
    // By then the next element has the focus, if there is one.
    setTimeout(() => {
      if (!this.matches(':focus-within')) this.#opened?.close()
    })
  }
}
