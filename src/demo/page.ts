import { isRerankError, type RerankProgress, type RerankResponse } from 'webrerank'
import { fromFragment } from './input/share.js'
import { startOffline, storeOffline } from './offline/register.js'
import { savesData, whenIdle } from './ranking/idle.js'
import { scriptLanguage } from './ranking/quality.js'
import { type Choice, createEngine, type Ranked } from './ranking/ranker.js'
import { t } from './strings/index.js'
import { createAnnouncer } from './ui/announce.js'
import { find } from './ui/elements.js'
import { describeError } from './ui/messages.js'
import { createBetterView } from './views/better-view.js'
import { createCompareView } from './views/compare-view.js'
import { createConsentView } from './views/consent-view.js'
import { createDeviceView } from './views/device-view.js'
import { createFormView, type FormInput } from './views/form-view.js'
import { createHistoryView } from './views/history-view.js'
import { type Cause, createOutcome } from './views/outcome.js'
import { createRunView } from './views/run-view.js'
import { createUseView } from './views/use-view.js'

/** Milliseconds after which the order of a quicker model is shown. */
const PATIENCE = 300

/** A run that is under way. */
interface Run {
  controller: AbortController
  cause: Cause
}

/** How a run begins. */
interface Start {
  cause: Cause
  /** Whether the person agreed to a download. */
  allowed?: boolean
  /** Shows the order of a quicker model. */
  draft?: ((response: RerankResponse) => void) | undefined
}

/** Is given the ranking, once another run may begin. */
type Done = (ranked: Ranked, took: number) => void

/** Joins the views: one run at a time, begun by a person or by the page itself. */
export class Page {
  private run: Run | undefined
  /** The run that began last. */
  private last: Run | undefined
  /** Whether the form was changed since the run began. */
  private changed = false

  private readonly results = find('results', HTMLElement)
  private readonly engine = createEngine()
  private readonly announcer = createAnnouncer()
  private readonly outcome = createOutcome(this.engine, this.announcer.now)
  private readonly runView = createRunView({ cancel: () => this.run?.controller.abort() })
  private readonly consent = createConsentView({
    refused: () => this.runView.notice({ ...t.nothingDownloaded, detail: '' }, 'quiet'),
  })
  private readonly better = createBetterView({
    take: (id) => {
      this.form.chooseModel(id)
      // What it takes is said beside the button: the press is the consent.
      void this.rank({ cause: 'press', allowed: true })
    },
  })
  private readonly compare = createCompareView({
    announce: this.announcer.now,
    compare: (input, choices) => this.compareWith(input, choices),
  })
  private readonly device = createDeviceView({
    announce: this.announcer.now,
    deleted: () => this.form.refreshModels(),
  })
  private readonly form = createFormView({
    submit: () => void this.rank({ cause: 'press' }),
    change: () => this.markStale(),
    sample: () => {
      this.clear()
      void this.rank({ cause: 'page' })
    },
    documents: this.outcome.showBefore,
  })
  private readonly history = createHistoryView({
    announce: this.announcer.now,
    restore: async (asked) => {
      this.clear()
      await this.form.restore(asked)
      find('query', HTMLInputElement).focus()
      void this.rank({ cause: 'page' })
    },
  })

  constructor() {
    createUseView(this.announcer.now)
    const offline = find('offline', HTMLElement)
    const network = () => {
      offline.hidden = navigator.onLine
    }
    for (const event of ['online', 'offline']) addEventListener(event, network)
    network()
    addEventListener('hashchange', async () => {
      if ((await this.openLink()) === 'opened') void this.rank({ cause: 'page' })
    })
  }

  /** Ranks what the page opens with, once it has nothing else to do, unless the visitor wants as little as possible. */
  async arrive(): Promise<void> {
    const link = await this.openLink()
    if (savesData()) return
    await whenIdle()
    startOffline()
    // Whoever was quicker wants something else.
    const untouched = !this.run && !this.changed && this.outcome.isEmpty()
    if (untouched && link !== 'damaged') await this.rank({ cause: 'page' })
    await storeOffline()
  }

  private async rank(how: Start): Promise<void> {
    // A press while a press is under way is one too many; a run that the page began gives way.
    if (this.run?.cause === 'press') return
    this.run?.controller.abort()
    const input = await this.form.read()
    if (!input) return
    const draft = input.sample?.lang
      ? undefined
      : (response: RerankResponse) => this.outcome.draft(input, response)
    await this.start(input, input.choice, { ...how, draft }, (ranked, took) => {
      this.outcome.show(input, ranked, { cause: how.cause, took, changed: this.changed })
      this.compare.show(input, ranked)
      void this.better.show(input.choice.model, input.sample?.lang ?? scriptLanguage(input.request.query))
      this.history.refresh()
    })
  }

  private compareWith(input: FormInput, [choice, ...rest]: readonly Choice[]): void {
    if (!choice) return
    void this.start(input, choice, { cause: 'press' }, (ranked) => {
      this.compare.showOther(choice, ranked)
      this.compareWith(input, rest)
    })
  }

  private async start(input: FormInput, choice: Choice, how: Start, done: Done): Promise<void> {
    if (this.run?.cause === 'press') return
    this.run?.controller.abort()
    const run: Run = { controller: new AbortController(), cause: how.cause }
    const { signal } = run.controller
    this.begin(run)
    const started = performance.now()
    let ranked: Ranked | undefined
    try {
      await this.outcome.prepare()
      const request = { ...input.request, model: choice.model }
      const onProgress = (progress: RerankProgress) => this.showProgress(run, progress)
      const onDraft = how.draft && this.later(run, how.draft)
      const options = { signal, onProgress, allowed: how.allowed ?? false, onDraft }
      ranked = await this.engine.rank(request, choice, options)
    } catch (error) {
      // Unless another run took its place.
      if (this.run === run) this.stop(error, input, choice, how, done)
    } finally {
      if (this.run === run) this.end()
    }
    if (!ranked) return
    const took = performance.now() - started
    await this.outcome.mayMove()
    if (!signal.aborted && this.last === run) done(ranked, took)
  }

  /** Shows a draft after a while: where the ranking is there by then, it would only flash. */
  private later(run: Run, show: (draft: RerankResponse) => void): (draft: RerankResponse) => void {
    return (draft) => void setTimeout(() => this.run === run && show(draft), PATIENCE)
  }

  private begin(run: Run): void {
    this.run = this.last = run
    this.changed = false
    this.results.ariaBusy = 'true'
    this.consent.hide()
    this.outcome.stopMarking()
    this.runView.start(run.cause === 'page')
  }

  private end(): void {
    this.run = undefined
    this.results.ariaBusy = null
    this.runView.done()
    this.device.refresh()
    this.form.refreshModels()
  }

  private showProgress({ controller, cause }: Run, progress: RerankProgress): void {
    if (controller.signal.aborted) return
    const text = this.runView.progress(progress)
    if (cause === 'page') this.outcome.progress(text)
    else this.announcer.progress(text)
  }

  /** A run gave no ranking. A model that is not on the device is asked for, and then it starts again. */
  private stop(error: unknown, input: FormInput, choice: Choice, how: Start, done: Done): void {
    const cancelled = this.run?.controller.signal.aborted ?? false
    if (how.allowed || cancelled || !isRerankError(error) || error.code !== 'download_not_allowed') {
      this.fail(error, cancelled)
      return
    }
    this.markStale()
    this.announcer.now(t.consentAnnounced)
    const again = () => void this.start(input, choice, { cause: 'press', allowed: true }, done)
    void this.consent.ask(choice, error, again, how.cause === 'page')
  }

  private fail(error: unknown, cancelled: boolean): void {
    this.markStale()
    this.outcome.failed()
    const message = cancelled ? { ...t.cancelled, detail: '' } : describeError(error)
    const atField =
      isRerankError(error) &&
      this.form.reject(error.param, `${message.title}. ${message.advice} (${error.message})`)
    if (!atField) this.runView.notice(message, cancelled ? 'quiet' : 'error')
    this.announcer.now([message.title, message.advice].join('. '))
  }

  private markStale(): void {
    this.changed = true
    this.outcome.markStale()
  }

  /** A new sample has no ranking yet, and the old one would be a riddle beside it. */
  private clear(): void {
    this.run?.controller.abort()
    if (this.run) this.end()
    // A ranking that waits for the pointer is of what was before.
    this.last = undefined
    this.consent.hide()
    this.better.hide()
    this.runView.clear()
    this.outcome.clear()
  }

  /** Fills the fields with what a shared link asks. */
  private async openLink(): Promise<'none' | 'opened' | 'damaged'> {
    try {
      const asked = await fromFragment(location.hash)
      if (!asked) return 'none'
      this.clear()
      await this.form.restore(asked)
      this.changed = false
      return 'opened'
    } catch {
      this.runView.notice({ ...t.damagedLink, detail: '' }, 'error')
      return 'damaged'
    }
  }
}
