import type { SearchState } from '../search/types.js'
import type { Frame } from './frame.js'
import { createRecentSearches } from './recent.js'
import { createResults } from './results.js'
import { select } from './select.js'
import { openSession, type Session, type SessionSettings } from './session.js'
import type { Status } from './status.js'
import { stringsFor } from './strings/index.js'

/** What the box does once it has the focus. Loaded then. */
export interface Box {
  /** The text changed, or a person wants an answer `now`. */
  ask(when: 'now' | 'rest'): void
  /** The focus came. */
  focus(): void
  key(event: KeyboardEvent): void
  click(event: MouseEvent): void
  point(pointing: boolean): void
  /** Closes the panel. */
  close(): void
  /** The search is another one: what runs is ended, and what is asked is asked again. */
  restart(): void
  dispose(): void
}

interface BoxOptions {
  host: HTMLElement
  frame: Frame
  language: string
  settings(): SessionSettings
  /** Whether earlier searches are kept. */
  keepsRecent(): boolean
}

export function createBox({ host, frame, language, settings, keepsRecent }: BoxOptions): Box {
  const { input, shell, panel, clear } = frame
  const recent = createRecentSearches()
  let session: Promise<Session> | undefined
  let model: string | undefined
  /** Closed by Escape or by going elsewhere: what comes later does not open it again. */
  let closed = false
  let idle = true

  const open = (wanted: boolean) => {
    panel.hidden = !wanted
    shell.classList.toggle('open', wanted)
    input.setAttribute('aria-expanded', String(wanted && results.listbox.choices.length > 0))
  }

  const act = (action: NonNullable<Status['action']>) => {
    input.focus()
    if (action === 'show') {
      results.point(false)
      results.activate(-1)
    } else if (action === 'forget') {
      recent.clear()
      open(false)
    } else void start().then(({ search }) => search.load())
  }

  const results = createResults({ frame, strings: stringsFor(language), language, model: () => model, act })

  const take = (state: SearchState) => {
    idle = state.status === 'idle'
    if (idle && showRecent()) return
    results.take(state)
    open(!idle && !closed)
  }

  const start = () => {
    session ??= openSession(settings()).then((opened) => {
      model = opened.model
      opened.search.state.subscribe(take)
      return opened
    })
    return session
  }

  const stop = () => {
    void session?.then(({ dispose }) => dispose())
    session = undefined
  }

  /** Where nothing is asked yet, what was asked before. */
  const showRecent = (): boolean => {
    const queries = keepsRecent() && input.value === '' ? recent.list() : []
    if (queries.length === 0 || closed || !host.matches(':focus-within')) return false
    results.recent(queries)
    open(true)
    return true
  }

  const ask = async (when: 'now' | 'rest') => {
    clear.hidden = input.value === ''
    results.listbox.activate(-1)
    closed = false
    const { value } = input
    const { search } = await start()
    if (value !== input.value) return
    const state = await search.query(value, { rerank: when })
    if (when === 'now' && state?.answered && keepsRecent()) recent.add(state.query)
  }

  const choose = (choice: typeof results.listbox.active, event: MouseEvent | KeyboardEvent) => {
    if (!choice) return
    if (choice.query !== undefined) {
      input.value = choice.query
      void ask('now')
      return
    }
    if (keepsRecent() && results.query) recent.add(results.query)
    select(host, choice, event)
  }

  const empty = () => {
    input.value = ''
    input.focus()
    void ask('rest')
  }
  clear.addEventListener('click', empty)

  const leave = (event: KeyboardEvent) => {
    event.preventDefault()
    if (panel.hidden) return empty()
    close()
  }

  const close = () => {
    closed = true
    open(false)
    results.activate(-1)
  }

  const enter = (event: KeyboardEvent) => {
    event.preventDefault()
    if (!panel.hidden && results.listbox.active) choose(results.listbox.active, event)
    else if (input.value.trim()) void ask('now')
  }

  const move = (event: KeyboardEvent, target: number) => {
    event.preventDefault()
    closed = false
    open(true)
    results.activate(target)
  }

  return {
    ask: (when) => void ask(when),
    focus() {
      closed = false
      void start()
      if (idle) showRecent()
    },
    key(event) {
      // Enter and arrows belong to the input method while it composes.
      if (event.isComposing || event.keyCode === 229) return
      const target = results.listbox.target(event.key)
      if (target !== undefined) move(event, target)
      else if (event.key === 'Escape') leave(event)
      else if (event.key === 'Enter') enter(event)
    },
    click(event) {
      if (event.button < 2) choose(results.listbox.at(event), event)
    },
    point: results.point,
    close,
    restart() {
      stop()
      open(false)
      if (host.matches(':focus-within')) void ask('rest')
    },
    dispose() {
      clear.removeEventListener('click', empty)
      stop()
      open(false)
    },
  }
}
