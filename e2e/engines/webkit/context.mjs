// A context of Playwright: a WebKit with a profile of its own, its driver, its proxy and its windows.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { PAGE_SCRIPT, Page } from './page.mjs'
import { freePort, start, startDisplay } from './processes.mjs'
import { RequestProxy } from './proxy.mjs'
import { Shell } from './shell.mjs'
import { send } from './webdriver.mjs'

const SHELL = fileURLToPath(new URL('shell.py', import.meta.url))
/** How often a page is asked whether it sees what is emulated, before that is given up. */
const MEDIA_TRIES = 400
/** Milliseconds: as long as Playwright may want to wait for a script; it has limits of its own. */
const TIMEOUTS = { script: 600_000, pageLoad: 120_000, implicit: 0 }

export class Context {
  id = randomUUID()
  /** @type {Map<string, Page>} by id */
  pages = new Map()
  version = ''
  proxy = new RequestProxy(() => this.#tellerOfRequest())
  /** Told to each window when it is made. */
  #viewport
  #scripts = new Map()
  #downloads = new Map()
  #colorScheme = 'light'
  #front
  /** @type {Promise<unknown>} */
  #last = Promise.resolve()

  /**
   * @param {string} home folder for what it stores
   * @param {(method: string, params: object) => void} tell tells Playwright
   */
  constructor(home, tell) {
    this.folder = path.join(home, this.id)
    this.tell = tell
  }

  async start() {
    const inside = (name) => path.join(this.folder, name)
    for (const name of ['run', 'profile']) mkdirSync(inside(name), { recursive: true, mode: 0o700 })
    const port = await freePort()
    this.driver = start('WebKitWebDriver', ['-p', String(port)], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: await startDisplay(),
        HOME: this.folder,
        XDG_RUNTIME_DIR: inside('run'),
        XDG_CACHE_HOME: inside('cache'),
        XDG_DATA_HOME: inside('data'),
        XDG_CONFIG_HOME: inside('config'),
        NO_AT_BRIDGE: '1',
        MESA_SHADER_CACHE_DISABLE: '1',
        SHELL_PROFILE: inside('profile'),
        SHELL_PROXY: await this.proxy.listen(),
        SHELL_CONTROL: inside('control'),
      },
    })
    this.address = `http://127.0.0.1:${port}`
    await this.#untilReady()
    const { sessionId, capabilities } = await send(this.address, 'POST', '/session', {
      capabilities: {
        alwaysMatch: {
          pageLoadStrategy: 'none',
          acceptInsecureCerts: true,
          'webkitgtk:browserOptions': { binary: SHELL, args: [] },
        },
      },
    })
    this.address += `/session/${sessionId}`
    this.version = capabilities.browserVersion
    await send(this.address, 'POST', '/timeouts', TIMEOUTS)
    this.shell = new Shell(inside('control'), (event) => this.#hear(event))
    await this.#sendScripts()
  }

  async #untilReady() {
    for (;;) {
      if (this.driver.exitCode !== null) throw new Error('WebKitWebDriver ended')
      const ready = await fetch(`${this.address}/status`).then(
        () => true,
        () => false,
      )
      if (ready) return
      await sleep(25)
    }
  }

  /** One command after the other, with the page's window in front. @returns {Promise<any>} */
  command(page, method, where, body) {
    return this.#inTurn(() => this.#command(page, method, where, body))
  }

  async #command(page, method, where, body) {
    if (this.#front !== page) await send(this.address, 'POST', '/window', { handle: page.handle })
    this.#front = page
    return send(this.address, method, where, body)
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }

  async newPage() {
    const page = await this.#inTurn(async () => {
      const { handle } = this.#started
        ? await send(this.address, 'POST', '/window/new', { type: 'window' })
        : { handle: await send(this.address, 'GET', '/window') }
      this.#started = true
      return this.#add(handle)
    })
    await page.look()
    page.watch()
    return page
  }
  /** Whether the session's first window is a page already. */
  #started = false

  async #add(handle, opener = null) {
    const page = new Page(this, handle)
    this.pages.set(page.id, page)
    if (this.#viewport) await this.#resize(page, this.#viewport)
    this.tell('browsingContext.contextCreated', {
      context: page.id,
      url: page.url,
      children: null,
      parent: null,
      userContext: this.id,
      originalOpener: opener,
      clientWindow: page.id,
    })
    return page
  }

  #resize(page, { width, height }) {
    return this.#command(page, 'POST', '/window/rect', { width, height, x: 0, y: 0 })
  }

  /** Of a page, or of all that are made from now on. */
  async setViewport(viewport, page) {
    if (page) await this.#inTurn(() => this.#resize(page, viewport))
    else this.#viewport = viewport
  }

  async close(page) {
    // The last window stays: without one the browser ends.
    if (this.pages.size > 1) await this.command(page, 'DELETE', '/window').catch(() => {})
    this.#forget(page)
  }

  #forget(page) {
    this.#front = undefined
    page.end()
    this.pages.delete(page.id)
  }

  async addScript(id, source) {
    this.#scripts.set(id, source)
    await this.#sendScripts()
  }

  async removeScript(id) {
    if (this.#scripts.delete(id)) await this.#sendScripts()
  }

  #sendScripts() {
    return this.shell.tell({ scripts: [PAGE_SCRIPT, ...this.#scripts.values()] })
  }

  async setMedia(media) {
    this.#colorScheme = media.colorScheme ?? this.#colorScheme
    await this.#emulate(media)
    if (!media.reducedMotion || this.pages.size === 0) return
    // Only as its colors change WebKitGTK styles a page anew, by all that it knows.
    await this.#emulate({ colorScheme: this.#colorScheme === 'dark' ? 'light' : 'dark' })
    await this.#emulate({ colorScheme: this.#colorScheme })
  }

  /** Also waits until pages see it, which the shell does not. */
  async #emulate(media) {
    await this.shell.tell({ media })
    const queries = []
    if (media.colorScheme) queries.push(`(prefers-color-scheme: ${media.colorScheme})`)
    if (media.reducedMotion) queries.push(`(prefers-reduced-motion: ${media.reducedMotion})`)
    const script = 'return arguments[0].every((query) => matchMedia(query).matches)'
    for (const page of this.pages.values())
      for (let i = 0; i < MEDIA_TRIES && !(await page.script(script, [queries])); i++) await sleep(25)
  }

  async setOffline(offline) {
    this.proxy.offline = offline
    const state = `Object.defineProperty(navigator, 'onLine', { value: ${!offline}, configurable: true })`
    await this.addScript('onLine', state)
    const event = `dispatchEvent(new Event('${offline ? 'offline' : 'online'}'))`
    for (const page of this.pages.values()) await page.script(`${state}\n${event}`)
  }

  /**
   * Tells all of one request to one page. WebDriver does not say which page asked: the one in front, else the last one.
   * @returns {(method: string, details: object) => boolean} false where there is no page
   */
  #tellerOfRequest() {
    const page = this.pages.get(this.#front?.id) ?? [...this.pages.values()].at(-1)
    return (method, details) => {
      if (!page || !this.pages.has(page.id)) return false
      this.tell(method, { context: page.id, navigation: null, timestamp: Date.now(), ...details })
      return true
    }
  }

  /** What happened in the shell. @param {{ event: string, url?: string, name?: string }} what */
  async #hear({ event, url, name }) {
    const [page] = this.pages.values()
    const about = { context: page?.id, url, timestamp: Date.now() }
    if (event === 'opened') return this.#adopt()
    if (event === 'downloading') {
      this.#downloads.set(url, randomUUID())
      this.tell('browsingContext.downloadWillBegin', {
        ...about,
        navigation: this.#downloads.get(url),
        suggestedFilename: name,
      })
    }
    if (event === 'downloaded')
      this.tell('browsingContext.downloadEnd', {
        ...about,
        navigation: this.#downloads.get(url),
        status: 'complete',
      })
  }

  /** Windows that pages have opened become pages. */
  async #adopt() {
    const added = await this.#inTurn(async () => {
      const known = [...this.pages.values()].map(({ handle }) => handle)
      const handles = await send(this.address, 'GET', '/window/handles')
      const opener = this.#front?.id ?? null
      const pages = []
      for (const handle of handles) if (!known.includes(handle)) pages.push(await this.#add(handle, opener))
      return pages
    })
    for (const page of added) page.watch(0)
  }

  async end() {
    for (const page of this.pages.values()) this.#forget(page)
    this.shell?.close()
    const ended = send(this.address, 'DELETE', '').catch(() => {})
    await Promise.race([ended, sleep(3000)])
    this.driver?.kill()
    this.proxy.close()
    // Other processes of WebKit may still write there; the bridge removes what is left at its end.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}
