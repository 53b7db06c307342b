// Commands of WebDriver BiDi that Playwright gives, as far as the tests lead it to.
import { randomUUID } from 'node:crypto'
import { featuresOf } from '../media.mjs'
import { codeOf } from './code.mjs'
import { Context } from './context.mjs'
import { utilityOf } from './page.mjs'

/** What a WebKit need not do, or does anyway. */
const NOTHING =
  /^(session\.subscribe|network\.(setExtraHeaders|setCacheBehavior|addDataCollector)|emulation\.|permissions\.|storage\.)/

export class Browser {
  /** @type {Map<string, Context>} by id */
  contexts = new Map()
  #intercepts = new Map()

  /**
   * @param {string} home folder for what it stores
   * @param {string} version
   * @param {(method: string, params: object) => void} tell tells Playwright
   */
  constructor(home, version, tell) {
    this.home = home
    this.version = version
    this.tell = tell
  }

  /** @param {{ method: string, params: any }} command @returns {Promise<object>} its result */
  async do(command) {
    const { method, params } = command
    const features = featuresOf(command)
    if (features) return this.setMedia(features)
    if (this[method]) return (await this[method](params)) ?? {}
    if (NOTHING.test(method)) return {}
    throw Object.assign(new Error(method), { code: 'unknown command' })
  }

  async end() {
    await Promise.all([...this.contexts.values()].map((context) => context.end().catch(() => {})))
  }

  #page(id) {
    for (const { pages } of this.contexts.values()) if (pages.has(id)) return pages.get(id)
    throw Object.assign(new Error(`no page ${id}`), { code: 'no such frame' })
  }

  #pageOf({ context, realm }) {
    if (context) return this.#page(context)
    const pages = [...this.contexts.values()].flatMap((each) => [...each.pages.values()])
    const page = pages.find((each) => each.realm && [each.realm, utilityOf(each.realm)].includes(realm))
    if (!page) throw Object.assign(new Error(`no realm ${realm}`), { code: 'no such frame' })
    return page
  }

  /** The contexts that a command is about. @param {{ userContexts?: string[], contexts?: string[] }} params */
  #contextsOf({ userContexts, contexts: pages }) {
    if (userContexts) return userContexts.map((id) => this.contexts.get(id)).filter(Boolean)
    if (pages) return [...new Set(pages.map((id) => this.#page(id).context))]
    return [...this.contexts.values()]
  }

  async setMedia({ contexts, media }) {
    for (const context of this.#contextsOf(contexts.length ? { contexts } : {})) await context.setMedia(media)
    return {}
  }

  'session.new'() {
    const capabilities = {
      browserName: 'webkit',
      browserVersion: this.version,
      userAgent: this.version,
      acceptInsecureCerts: true,
      platformName: 'linux',
      setWindowRect: true,
    }
    return { sessionId: randomUUID(), capabilities }
  }

  async 'browser.createUserContext'() {
    const context = new Context(this.home, this.tell)
    this.contexts.set(context.id, context)
    await context.start()
    return { userContext: context.id }
  }

  async 'browser.removeUserContext'({ userContext }) {
    await this.contexts.get(userContext)?.end()
    this.contexts.delete(userContext)
  }

  async 'browser.setDownloadBehavior'({ downloadBehavior, ...rest }) {
    const folder = downloadBehavior?.destinationFolder
    if (folder) for (const context of this.#contextsOf(rest)) await context.shell.tell({ downloads: folder })
  }

  async 'browsingContext.create'({ userContext }) {
    const page = await this.contexts.get(userContext).newPage()
    return { context: page.id }
  }

  'browsingContext.getTree'() {
    const pages = [...this.contexts.values()].flatMap((each) => [...each.pages.values()])
    return {
      contexts: pages.map(({ id, url, context }) => ({
        context: id,
        url,
        children: [],
        userContext: context.id,
      })),
    }
  }

  'browsingContext.navigate'({ context, url }) {
    const page = this.#page(context)
    return page.navigate(url, () => page.command('POST', '/url', { url }))
  }

  'browsingContext.reload'({ context }) {
    const page = this.#page(context)
    return page.navigate(page.url, () => page.command('POST', '/refresh'))
  }

  async 'browsingContext.traverseHistory'({ context, delta }) {
    await this.#page(context).command('POST', delta < 0 ? '/back' : '/forward')
  }

  async 'browsingContext.activate'({ context }) {
    await this.#page(context).command('GET', '/title')
  }

  async 'browsingContext.close'({ context }) {
    const page = this.#page(context)
    await page.context.close(page)
  }

  async 'browsingContext.setViewport'({ context, viewport, ...rest }) {
    if (context) {
      const page = this.#page(context)
      await page.context.setViewport(viewport, page)
    } else for (const each of this.#contextsOf(rest)) await each.setViewport(viewport)
  }

  async 'browsingContext.captureScreenshot'({ context }) {
    return { data: await this.#page(context).command('GET', '/screenshot') }
  }

  async 'browsingContext.handleUserPrompt'({ context, accept = true, userText }) {
    const page = this.#page(context)
    if (userText) await page.command('POST', '/alert/text', { text: userText })
    await page.command('POST', accept ? '/alert/accept' : '/alert/dismiss')
  }

  'script.evaluate'(params) {
    return this.#run(params, `() => (${params.expression.trim().replace(/;$/, '')}\n)`)
  }

  'script.callFunction'(params) {
    return this.#run(params, codeOf(params))
  }

  async #run({ target, arguments: args = [], ...how }, code) {
    const page = this.#pageOf(target)
    const job = {
      args,
      wait: how.awaitPromise ?? false,
      owned: how.resultOwnership === 'root',
      depth: how.serializationOptions?.maxObjectDepth ?? 100,
    }
    const { result = { type: 'undefined' }, exception } = await page.run(job, code)
    const realm = target.sandbox ? utilityOf(page.realm) : page.realm
    if (exception !== undefined) return { type: 'exception', realm, exceptionDetails: detailsOf(exception) }
    if (result.type === 'window') result.value = { context: page.id }
    return { type: 'success', realm, result }
  }

  async 'script.disown'({ target, handles }) {
    await this.#pageOf(target).script('window.webDriver?.disown(arguments[0])', [handles])
  }

  async 'script.addPreloadScript'({ functionDeclaration, arguments: args = [], ...rest }) {
    const script = randomUUID()
    const given = args.map((argument) => `window.webDriver.revive(${JSON.stringify(argument)})`)
    const source = `if (window.webDriver) (${functionDeclaration})(${given.join()})`
    for (const context of this.#contextsOf(rest)) await context.addScript(script, source)
    return { script }
  }

  async 'script.removePreloadScript'({ script }) {
    for (const context of this.contexts.values()) await context.removeScript(script)
  }

  async 'input.performActions'({ context, actions }) {
    await this.#page(context).perform(actions)
  }

  async 'input.setFiles'({ context, element, files }) {
    await this.#page(context).setFiles(element, files)
  }

  'network.addIntercept'(params) {
    const intercept = randomUUID()
    const contexts = params.phases.includes('beforeRequestSent') ? this.#contextsOf(params) : []
    for (const { proxy } of contexts) proxy.intercepts++
    this.#intercepts.set(intercept, contexts)
    return { intercept }
  }

  'network.removeIntercept'({ intercept }) {
    for (const { proxy } of this.#intercepts.get(intercept) ?? []) proxy.intercepts--
    this.#intercepts.delete(intercept)
  }

  'network.continueRequest'({ request, ...changes }) {
    this.#decide(request, { kind: 'continue', ...changes })
  }

  'network.provideResponse'({ request, ...answer }) {
    this.#decide(request, { kind: 'provide', ...answer })
  }

  'network.failRequest'({ request }) {
    this.#decide(request, { kind: 'fail' })
  }

  #decide(request, decision) {
    for (const { proxy } of this.contexts.values()) proxy.decide(request, decision)
  }

  async 'emulation.setNetworkConditions'({ networkConditions, ...rest }) {
    for (const context of this.#contextsOf(rest))
      await context.setOffline(networkConditions?.type === 'offline')
  }

  'storage.getCookies'() {
    return { cookies: [], partitionKey: {} }
  }
}

function detailsOf(text) {
  return {
    text,
    columnNumber: 0,
    lineNumber: 0,
    exception: { type: 'error' },
    stackTrace: { callFrames: [] },
  }
}
