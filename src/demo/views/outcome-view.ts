import type { Dtype } from 'webrerank'
import type { Ranked } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { bytes, milliseconds, number, rate } from '../ui/format.js'

const DTYPES: Record<Dtype, string> = { fp32: 'fp32', fp16: 'fp16', q8: 'int8', q4: 'int4' }

/** How many documents were read, how long it took, and on what. */
export function showSummary({ response }: Ranked, documents: number): void {
  const { results, webrerank } = response
  const { device, reason, fallback, timings, truncated, warnings } = webrerank

  const badge = find('badge', HTMLElement)
  badge.hidden = false
  badge.textContent = device === 'webgpu' ? 'GPU · WebGPU' : 'CPU · WASM'
  badge.dataset.kind = fallback ? 'fallback' : device

  find('reason', HTMLElement).textContent = fallback
    ? t.fallback(fallback.reason)
    : t.ranOn(device === 'webgpu' ? t.gpu : t.cpu, t.reasons[reason] ?? reason)

  const list = find('warnings', HTMLElement)
  list.replaceChildren(...warnings.map((warning) => create('li', '', `${capital(warning)}.`)))
  list.hidden = warnings.length === 0

  const time = milliseconds(timings.tokenize + timings.score)
  const shown = results.length < documents ? results.length : undefined
  const summary = [
    t.summary(documents, time, shown),
    ...(truncated.length ? [t.cutCount(truncated.length)] : []),
  ]
  find('summary', HTMLElement).textContent = summary.join(', ')
}

/** How the run went, in figures. */
export function showFacts({ response, modelBytes, loadTime, remembered }: Ranked, documents: number): void {
  const { usage, model, webrerank } = response
  const { dtype, timings } = webrerank
  const perSecond = (amount: number) => t.perSecond(rate(amount, timings.tokenize + timings.score))
  const loaded = loadTime < 20
  const facts: [name: string, value: string, note?: string][] = [
    [t.load, loaded ? t.alreadyLoaded : milliseconds(loadTime)],
    [t.tokenize, milliseconds(timings.tokenize)],
    [t.scoreStep, milliseconds(timings.score)],
    [t.tokens, number(usage.total_tokens), remembered ? '' : perSecond(usage.total_tokens)],
    [t.pairs, number(documents), remembered ? t.fromCache(remembered) : perSecond(documents)],
    [
      t.model,
      model,
      [modelBytes ? bytes(modelBytes) : '', dtype ? DTYPES[dtype] : ''].filter(Boolean).join(', '),
    ],
  ]
  find('facts', HTMLElement).replaceChildren(
    ...facts.map(([name, value, note]) =>
      create('div', '', [
        create('dt', '', name),
        create('dd', '', value),
        ...(note ? [create('dd', 'note', note)] : []),
      ]),
    ),
  )
}

/** The outcome in a sentence, for who cannot see it. */
export function describeOutcome({ response }: Ranked, documents: number): string {
  const { results, webrerank } = response
  const best = results[0]!
  const done = t.ranked(documents, webrerank.device === 'webgpu' ? t.gpu : t.cpu)
  if (webrerank.answered === false) return `${done} ${t.nothingAnswers}`
  const text = best.document?.text ?? ''
  const start = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return `${done} ${best.index === 0 ? t.wasFirst : t.wasPlace(best.index + 1)} ${start}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
