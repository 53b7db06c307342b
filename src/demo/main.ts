import { isRerankError } from 'webrerank'
import { createAnnouncer } from './announce.js'
import { createBeforeView } from './before-view.js'
import { createCodeView } from './code-view.js'
import { find, motionAllowed } from './elements.js'
import { createEngine, type Ranked } from './engine.js'
import { createFormView, type FormInput } from './form-view.js'
import { describeError } from './messages.js'
import { describeOutcome, showFacts } from './outcome-view.js'
import { createRankingView } from './ranking-view.js'
import { createRunView } from './run-view.js'

const results = find('results', HTMLElement)
const heading = find('results-heading', HTMLElement)
const before = find('before', HTMLElement)
const outcome = find('outcome', HTMLElement)
const stale = find('stale', HTMLElement)

const engine = createEngine()
const announcer = createAnnouncer()
const beforeView = createBeforeView()
const ranking = createRankingView(announcer.now)
const code = createCodeView(announcer.now)
const runView = createRunView({ cancel: () => run?.abort() })
const form = createFormView({ submit: start, change: markStale, sample: clear, documents: beforeView.show })
let run: AbortController | undefined
/** Whether the form was changed since the run began. */
let changed = false

find('notices', HTMLAnchorElement).href = new URL('../../dist/THIRD_PARTY_NOTICES.md', import.meta.url).href

async function start(): Promise<void> {
  if (run) return
  const input = form.read()
  if (!input) return
  run = new AbortController()
  changed = false
  const { signal } = run
  results.ariaBusy = 'true'
  runView.start()
  try {
    const ranked = await engine.rank(input.request, input.device, {
      signal,
      onProgress(progress) {
        if (!signal.aborted) announcer.progress(runView.progress(progress))
      },
    })
    show(input, ranked)
  } catch (error) {
    fail(error, signal.aborted)
  } finally {
    run = undefined
    results.ariaBusy = null
    runView.done()
  }
}

function show(input: FormInput, ranked: Ranked): void {
  const documents = input.request.documents.length
  heading.textContent = 'Ranking'
  before.hidden = true
  stale.hidden = !changed
  outcome.hidden = false
  showFacts(ranked, documents)
  ranking.show(ranked.response)
  code.show(input, ranked.response)
  announcer.now(describeOutcome(ranked, documents))
  // In one column the ranking is below the fold, and a press of the button would seem to do nothing.
  if (results.getBoundingClientRect().top > innerHeight / 2) {
    results.scrollIntoView({ behavior: motionAllowed() ? 'smooth' : 'auto', block: 'start' })
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
  stale.hidden = outcome.hidden
}

/** A new sample has no ranking yet, and the old one would be a riddle beside it. */
function clear(): void {
  if (run) {
    markStale()
    return
  }
  outcome.hidden = true
  before.hidden = false
  heading.textContent = 'First-stage order'
  find('badge', HTMLElement).hidden = true
}
