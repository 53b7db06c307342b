// A window of WebKit, as Playwright's page: its commands go by WebDriver, its notes are fetched from the page's own script.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ELEMENT } from './webdriver.mjs'

export const PAGE_SCRIPT = readFileSync(new URL('page-script.js', import.meta.url), 'utf8')
/** Milliseconds between two looks at a page: while something is awaited, and else. */
const BUSY = 25
const IDLE = 80
/** How often a document is met that is so new that it has no script yet. */
const TRIES = 5

export class Page {
  id = randomUUID()
  url = 'about:blank'
  realm
  #waiting = new Map()
  /** Ids of those that run. */
  #workers = new Set()
  #looking
  #timer
  #state
  #navigation
  #closed = false

  /**
   * @param {import('./context.mjs').Context} context
   * @param {string} handle of WebDriver
   */
  constructor(context, handle) {
    this.context = context
    this.handle = handle
  }

  /** A command of WebDriver for this window. @returns {Promise<any>} */
  command(method, where, body) {
    return this.context.command(this, method, where, body)
  }

  /** @returns {Promise<any>} */
  script(script, args = []) {
    return this.command('POST', '/execute/sync', { script, args })
  }

  /**
   * Calls a function in the page.
   * @param {{ args: any[], wait: boolean, owned: boolean, depth: number }} job
   * @param {string} code
   */
  async run(job, code) {
    const id = randomUUID()
    const script = `const [job, done] = arguments
      if (!window.webDriver) return done({ missing: true })
      const { realm } = window.webDriver
      window.webDriver.call(job, ${code}, (answer) => done({ ...answer, realm }))`
    for (let tries = 1; ; tries++) {
      const answer = await this.command('POST', '/execute/async', { script, args: [{ ...job, id }] })
      if (answer.missing && tries < TRIES) {
        await this.look()
        continue
      }
      if (answer.realm && answer.realm !== this.realm) await this.look()
      if (!answer.pending) return answer
      return new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        this.watch(10)
      })
    }
  }

  /** Looks at the page again and again. @param {number} [delay] until the first time, in milliseconds */
  watch(delay = IDLE) {
    if (this.#closed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(async () => {
      // A page that is on its way elsewhere answers nothing.
      await this.look().catch(() => {})
      this.watch(this.#waiting.size > 0 || this.#state !== 'complete' ? BUSY : IDLE)
    }, delay)
  }

  /** What happened in the page since the last look. */
  look() {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #look() {
    if (this.#closed) return
    const seen = await this.script('return window.webDriver ? window.webDriver.poll() : null')
    if (!seen) {
      // The first document of a window is older than the shell's scripts.
      await this.script(PAGE_SCRIPT)
      return this.#look()
    }
    if (seen.realm !== this.realm) this.#enter(seen)
    for (const url of [...seen.moves, seen.url]) if (url !== this.url) this.#move(url)
    this.#follow(seen)
    for (const note of seen.notes) this.#tellNote(note)
    for (const [id, result] of seen.settled) {
      this.#waiting.get(id)?.resolve(result)
      this.#waiting.delete(id)
    }
  }

  /** Another document. */
  #enter({ realm, url }) {
    const navigation = this.#navigation ?? randomUUID()
    if (this.realm || url !== this.url) {
      if (!this.#navigation) this.#tell('browsingContext.navigationStarted', { navigation, url })
      this.#leave()
      this.#tell('browsingContext.navigationCommitted', { navigation, url })
    }
    this.#navigation = undefined
    Object.assign(this, { realm, url })
    this.#state = 'loading'
    this.#tell('script.realmCreated', { realm, type: 'window', origin: new URL(url).origin })
  }

  /** What the document before had. */
  #leave() {
    const worlds = this.realm ? [this.realm, utilityOf(this.realm)] : []
    for (const realm of [...worlds, ...this.#workers]) this.context.tell('script.realmDestroyed', { realm })
    this.#workers.clear()
    this.#rejectAll(new Error('Execution context was destroyed'))
  }

  /** Another address of the same document. */
  #move(url) {
    this.url = url
    this.#tell('browsingContext.historyUpdated', { url })
    if (this.#navigation)
      this.#tell('browsingContext.fragmentNavigated', { navigation: this.#navigation, url })
    this.#navigation = undefined
  }

  #follow({ state, url }) {
    if (state === this.#state) return
    if (this.#state === 'loading') this.#tell('browsingContext.domContentLoaded', { navigation: null, url })
    if (state === 'complete') this.#tell('browsingContext.load', { navigation: null, url })
    this.#state = state
  }

  #tellNote({ worker, ended, url, channel, data, chooser, multiple, type, method, text }) {
    const source = { realm: this.realm, context: this.id }
    if (ended) {
      this.#workers.delete(worker)
      this.context.tell('script.realmDestroyed', { realm: worker })
    } else if (worker) {
      this.#workers.add(worker)
      this.#tell('script.realmCreated', {
        realm: worker,
        type: 'dedicated-worker',
        owners: [this.realm],
        origin: url,
      })
    } else if (chooser) this.#tell('input.fileDialogOpened', { element: chooser, multiple })
    else if (channel) this.context.tell('script.message', { channel, data, source })
    else {
      const level = { error: 'error', warn: 'warn' }[method] ?? 'info'
      const args = [{ type: 'string', value: text }]
      this.context.tell('log.entryAdded', { type, level, method, text, args, source, timestamp: Date.now() })
    }
  }

  #tell(method, details) {
    this.context.tell(method, { context: this.id, timestamp: Date.now(), ...details })
  }

  /** @param {string} url @param {() => Promise<unknown>} go what makes the window go there */
  async navigate(url, go) {
    await this.look()
    const navigation = randomUUID()
    const inside = isInside(this.url, url)
    this.#navigation = navigation
    if (!inside) this.#tell('browsingContext.navigationStarted', { navigation, url })
    await go()
    // Told before the answer: else Playwright waits for another document.
    while (inside && this.#navigation === navigation && !this.#closed) {
      await sleep(BUSY)
      await this.look().catch(() => {})
    }
    this.watch(10)
    return { navigation, url }
  }

  /** Mouse and keyboard. Positions are whole pixels in WebDriver, and no movement takes time. */
  async perform(sources) {
    const whole = ({ x, y, ...action }) => ({
      ...action,
      ...(x !== undefined && { x: Math.round(x), y: Math.round(y) }),
      ...(action.type === 'pointerMove' && { duration: 0 }),
    })
    await this.command('POST', '/actions', {
      actions: sources.map((source) => ({ ...source, actions: source.actions.map(whole) })),
    })
    await this.look()
  }

  async setFiles({ sharedId }, files) {
    const found = await this.script('return window.webDriver.handles.get(arguments[0])', [sharedId])
    await this.command('POST', `/element/${found[ELEMENT]}/value`, { text: files.join('\n') })
  }

  /** It is closed, or its browser is. */
  end() {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    this.#rejectAll(Object.assign(new Error('the page is closed'), { code: 'no such frame' }))
    this.#tell('browsingContext.contextDestroyed', {
      url: this.url,
      children: null,
      parent: null,
      userContext: this.context.id,
    })
  }

  #rejectAll(error) {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** Whether one goes to another place of the same document. */
function isInside(from, to) {
  const [document, place] = to.split('#')
  return to !== from && place !== undefined && from.split('#')[0] === document
}

/** Playwright's own world is the page's: WebKit's WebDriver has one. */
export function utilityOf(realm) {
  return `${realm}:utility`
}
