import type { Ranked } from '../ranking/ranker.js'
import { onRequest, requestsSince, workersSince } from '../ranking/request-log.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { bytes, milliseconds } from '../ui/format.js'

/** Each step with its place and its time, and what was asked of the network since the model was there. */
export function createTraceView(): { show(ranked: Ranked, submitted: number): void } {
  const details = find('trace-details', HTMLDetailsElement)
  const list = find('trace', HTMLOListElement)
  const verdict = find('trace-verdict', HTMLElement)
  const urls = find('trace-urls', HTMLUListElement)
  let shown: Ranked | undefined

  const showRequests = () => {
    if (!shown || !details.open) return
    const since = requestsSince(shown.loadedAt)
    verdict.dataset.kind = since.length === 0 ? 'none' : 'some'
    // Another worker, or a second model, is fetched later than the first: files, and no text.
    const own = since.every(({ url }) => new URL(url).origin === location.origin)
    const workers = workersSince(shown.loadedAt)
    verdict.textContent = [
      since.length === 0 ? t.noRequests : t.requestsAre(since.length, own),
      ...(workers > 0 && since.length === 0 ? [t.workersStarted(workers)] : []),
    ].join(' ')
    urls.replaceChildren(...since.map(({ url }) => create('li', '', url)))
  }
  onRequest(showRequests)
  details.addEventListener('toggle', showRequests)

  return {
    show(ranked, submitted) {
      shown = ranked
      const { response, steps, modelBytes, loadTime, remembered } = ranked
      const { timings, device } = response.webrerank
      const chip = device === 'webgpu' ? 'GPU' : 'CPU'
      const load: Step[] =
        loadTime < 20
          ? [[t.load, t.worker, t.loadedBefore, 0]]
          : [
              [t.getModel, t.worker, modelBytes ? bytes(modelBytes) : '', steps.download ?? 0],
              [t.prepareModel, t.worker, t.forChip(chip), steps.prepare ?? 0],
              // Models without such pairs have no check.
              ...(steps.check === undefined ? [] : [[t.checkModel, chip, t.checkNote, steps.check] as const]),
            ]
      const known = timings.tokenize + timings.score + loadTime
      const results = t.resultCount(response.results.length)
      const all: Step[] = [
        [t.wait, t.inPage, t.waitNote, timings.queue],
        ...load,
        [t.tokenize, t.worker, t.tokenCount(response.usage.total_tokens), timings.tokenize],
        [t.scoreStep, chip, remembered ? `${results}, ${t.fromCache(remembered)}` : results, timings.score],
        [t.sortAndShow, t.inPage, t.sortNote, Math.max(0, submitted - known)],
      ]
      list.replaceChildren(
        ...all.map(([name, place, note, time]) =>
          create('li', '', [
            create('span', 'trace-name', name),
            create('span', 'tag', place),
            create('span', 'hint', note),
            create('span', 'trace-time', milliseconds(time)),
          ]),
        ),
      )
      showRequests()
    },
  }
}

type Step = readonly [name: string, place: string, note: string, milliseconds: number]
