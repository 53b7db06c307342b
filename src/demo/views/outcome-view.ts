import type { Dtype } from 'webrerank'
import type { Ranked } from '../ranking/ranker.js'
import { create, find } from '../ui/elements.js'
import { bytes, count, milliseconds, number, rate } from '../ui/format.js'

const DTYPES: Record<Dtype, string> = { fp32: 'fp32', fp16: 'fp16', q8: 'int8', q4: 'int4' }

/** How many documents were read, and how the run went. */
export function showFacts({ response, modelBytes, loadTime, remembered }: Ranked, documents: number): void {
  const { results, usage, model, webrerank } = response
  const { device, dtype, reason, fallback, timings, truncated, warnings } = webrerank

  const badge = find('badge', HTMLElement)
  badge.hidden = false
  badge.textContent = device === 'webgpu' ? 'GPU · WebGPU' : 'CPU · WASM'
  badge.dataset.kind = fallback ? 'fallback' : device

  find('reason', HTMLElement).textContent = fallback
    ? `The GPU failed and the CPU took over: ${fallback.reason}.`
    : `${capital(reason)}.`

  const list = find('warnings', HTMLElement)
  list.replaceChildren(...warnings.map((warning) => create('li', '', `${capital(warning)}.`)))
  list.hidden = warnings.length === 0

  const time = loadTime + timings.tokenize + timings.score
  const shown = results.length < documents ? `The best ${number(results.length)} of ` : ''
  const cut = truncated.length ? `, ${number(truncated.length)} cut to fit` : ''
  find('summary', HTMLElement).textContent =
    `${shown}${count(documents, 'document')} in ${milliseconds(time)}${cut}`

  const perSecond = (amount: number) => `${rate(amount, timings.tokenize + timings.score)} a second`
  const facts: [name: string, value: string, note?: string][] = [
    ['Load', milliseconds(loadTime), loadTime < 20 ? 'was loaded' : ''],
    ['Tokenise', milliseconds(timings.tokenize)],
    ['Score', milliseconds(timings.score)],
    ['Tokens', number(usage.total_tokens), remembered ? '' : perSecond(usage.total_tokens)],
    ['Pairs', number(documents), remembered ? `${number(remembered)} remembered` : perSecond(documents)],
    [
      'Model',
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
  const where = best.index === 0 ? 'it was first before as well' : `it was number ${best.index + 1} before`
  const text = best.document?.text ?? ''
  const start = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return `${count(documents, 'document')} ranked on ${webrerank.device === 'webgpu' ? 'the GPU' : 'the CPU'}. The best, ${where}: ${start}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
