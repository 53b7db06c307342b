import type { FirstStage, SearchReranker } from '../search/types.js'
import type { Box } from './box.js'
import { createFrame, type Frame, fillFrame } from './frame.js'
import type { SessionSettings } from './session.js'
import { isShortcut } from './shortcut.js'
import { labelsFor, languageOf } from './strings/labels.js'

/** On a server, where pages are only written, there is no such class. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/**
 * `<webrerank-search src="/pagefind/">`: a search box. It fetches nothing until it gets the focus.
 *
 * @element webrerank-search
 * @attr {string} src - Folder of a Pagefind index, or a `.json` file with an array of `{ title, text, url }`. Default: `pagefind/`
 * @attr {string} vectors - Lets a large site be searched by meaning: present for the file that `webrerank index` wrote into the folder of `src`, or the URL of that file. Default: absent
 * @attr {string} model - Name of a model in the catalogue. Default: the built-in model
 * @attr {'auto' | 'wasm' | 'webgpu'} device - Device that runs the model. Default: `auto`
 * @attr {number} reading-time - Time that a ranking may take, in milliseconds. Default: 1500
 * @attr {string} placeholder - Placeholder of the input. Default: "Search this site", in the box's language
 * @attr {string} label - Accessible name of the box. Default: "Search", in the box's language
 * @attr {string} lang - Language of the box, as a BCP 47 tag: en, de, es, fr, zh, ja or ar. Default: the `lang` of a parent element, then the browser's language
 * @attr {'off'} recent - `off`: recent searches are neither stored nor shown
 * @slot - Pages as JSON in a `<script type="application/json">`; used instead of `src`
 * @slot empty - Content to show if nothing was found
 * @fires {CustomEvent<{ url: string | undefined, result: SearchResult }>} webrerank-select - A result was selected. Call `preventDefault()` to stay on the page
 * @csspart shell - The whole box, with its panel
 * @csspart box - The field, with its buttons
 * @csspart input - The text input
 * @csspart clear - The button that clears the input
 * @csspart close - The button that closes the box on a phone, where it covers the screen
 * @csspart shortcut - The keyboard shortcut shown in the field
 * @csspart panel - The panel below the field
 * @csspart row - The status row above the results
 * @csspart note - A message in the status row
 * @csspart nothing - The message that nothing answers
 * @csspart button - A button in the status row, such as Download or Show
 * @csspart list - The list of results
 * @csspart option - A page in the list
 * @csspart section - A section of a page in the list
 * @csspart recent - A recent search in the list
 * @csspart title - The title of a page or section
 * @csspart crumbs - The breadcrumbs of a page
 * @csspart excerpt - The excerpt of a page
 * @csspart mark - The sentence that answers best
 * @csspart word - A word of the query
 * @csspart related - A word that is related to the query
 * @csspart foot - The footer of the panel
 * @csspart ranked - The note on where the results were ranked
 * @csspart keys - The list of keyboard shortcuts
 * @csspart bone - The placeholder of a result that is still loading
 * @cssprop --webrerank-accent - Colour of focused elements and links
 * @cssprop --webrerank-background - Background of the field and the panel
 * @cssprop --webrerank-text - Colour of text
 * @cssprop --webrerank-muted - Colour of secondary text
 * @cssprop --webrerank-border - Colour of borders
 * @cssprop --webrerank-active - Background of the selected result
 * @cssprop --webrerank-mark - Background of the sentence that answers best
 * @cssprop --webrerank-radius - Corner radius
 * @cssprop --webrerank-font - `font` of all text
 * @example
 * ```html
 * <script type="module" src="/webrerank/element.js"></script>
 * <webrerank-search src="/pagefind/" device="wasm"></webrerank-search>
 * ```
 */
export class WebrerankSearch extends Base {
  static readonly observedAttributes = [
    'src',
    'vectors',
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

  /** A first stage to use instead of `src`. */
  get firstStage(): FirstStage | undefined {
    return this.#firstStage
  }

  set firstStage(firstStage: FirstStage | undefined) {
    this.#firstStage = firstStage
    this.#restart()
  }

  /** A reranker to use instead of `model`. The page that sets it disposes it. */
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
      vectors: attribute('vectors'),
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
