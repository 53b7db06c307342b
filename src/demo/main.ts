import { isRerankError, type RerankProgress } from 'webrerank'
import { fromFragment } from './input/share.js'
import { type Choice, createEngine, type Ranked } from './ranking/ranker.js'
import { watchRequests } from './ranking/request-log.js'
import { createAnnouncer } from './ui/announce.js'
import { find } from './ui/elements.js'
import { describeError } from './ui/messages.js'
import { createBeforeView } from './views/before-view.js'
import { createCompareView } from './views/compare-view.js'
import { createConsentView } from './views/consent-view.js'
import { createDeviceView } from './views/device-view.js'
import { createFormView, type FormInput } from './views/form-view.js'
import { createHistoryView } from './views/history-view.js'
import { createOutcome } from './views/outcome.js'
import { createRunView } from './views/run-view.js'

const results = find('results', HTMLElement)

const engine = createEngine()
const announcer = createAnnouncer()
const beforeView = createBeforeView()
const runView = createRunView({ cancel: () => run?.abort() })
const consent = createConsentView({
  refused: () =>
    runView.notice(
      {
        title: 'Nothing was downloaded',
        advice: 'The model on board needs no download: choose it under Model.',
        detail: '',
      },
      'quiet',
    ),
})
const compare = createCompareView({
  compare: (input, choice) => void start(input, choice, (ranked) => compare.showOther(choice, ranked)),
})
const outcome = createOutcome(engine, announcer.now, compare)
const device = createDeviceView({ announce: announcer.now, deleted: () => form.refreshModels() })
const form = createFormView({
  submit: rank,
  change: markStale,
  sample: clear,
  documents: beforeView.show,
})
const history = createHistoryView({
  announce: announcer.now,
  restore(asked) {
    clear()
    form.restore(asked)
    find('query', HTMLInputElement).focus()
  },
})
let run: AbortController | undefined
/** Whether the form was changed since the run began. */
let changed = false

watchRequests()
find('notices', HTMLAnchorElement).href = new URL('../../dist/THIRD_PARTY_NOTICES.md', import.meta.url).href
const offline = find('offline', HTMLElement)
const network = () => {
  offline.hidden = navigator.onLine
}
for (const event of ['online', 'offline']) addEventListener(event, network)
network()
addEventListener('hashchange', () => void openLink())
void openLink()

function rank(): void {
  if (run) return
  const input = form.read()
  if (!input) return
  void start(input, input.choice, (ranked, took) => {
    outcome.show(input, ranked, took, changed)
    history.refresh()
  })
}

/**
 * Ranks and shows what came of it. A model that is not on the device is asked for first, and then it starts again.
 * @param allowed whether the person agreed to a download
 */
async function start(
  input: FormInput,
  choice: Choice,
  show: (ranked: Ranked, took: number) => void,
  allowed = false,
): Promise<void> {
  if (run) return
  run = new AbortController()
  changed = false
  const { signal } = run
  results.ariaBusy = 'true'
  consent.hide()
  outcome.stopMarking()
  runView.start()
  const started = performance.now()
  const onProgress = (progress: RerankProgress) => {
    if (!signal.aborted) announcer.progress(runView.progress(progress))
  }
  try {
    const request = { ...input.request, model: choice.model }
    const ranked = await engine.rank(request, choice, { signal, onProgress, allowed })
    show(ranked, performance.now() - started)
  } catch (error) {
    if (!allowed && !signal.aborted && isRerankError(error) && error.code === 'download_not_allowed') {
      markStale()
      announcer.now('The model is not on this device. A card asks whether to download it.')
      consent.ask(choice, error, () => void start(input, choice, show, true))
    } else {
      fail(error, signal.aborted)
    }
  } finally {
    run = undefined
    results.ariaBusy = null
    runView.done()
    device.refresh()
    form.refreshModels()
  }
}

function fail(error: unknown, cancelled: boolean): void {
  markStale()
  const message = cancelled
    ? { title: 'Cancelled', advice: 'Nothing was ranked. Press Rerank to start again.', detail: '' }
    : describeError(error)
  const atField =
    isRerankError(error) && form.reject(error.param, `${message.title}. ${message.advice} (${error.message})`)
  if (!atField) runView.notice(message, cancelled ? 'quiet' : 'error')
  announcer.now([message.title, message.advice].join('. '))
}

function markStale(): void {
  changed = true
  outcome.markStale()
}

/** A new sample has no ranking yet, and the old one would be a riddle beside it. */
function clear(): void {
  consent.hide()
  runView.clear()
  if (run) markStale()
  else outcome.clear()
}

/** What a shared link asks: the fields are filled, and nothing runs before the person says so. */
async function openLink(): Promise<void> {
  try {
    const asked = await fromFragment(location.hash)
    if (!asked) return
    clear()
    form.restore(asked)
  } catch {
    runView.notice(
      { title: 'This link is damaged', advice: 'Part of it is missing: ask for it again.', detail: '' },
      'error',
    )
  }
}
