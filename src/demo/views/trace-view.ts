import type { Ranked } from '../ranking/ranker.js'
import { onRequest, requestsSince } from '../ranking/request-log.js'
import { create, find } from '../ui/elements.js'
import { bytes, count, milliseconds, number } from '../ui/format.js'

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
    verdict.textContent =
      since.length === 0
        ? 'No request since the model was loaded, by this page or its worker.'
        : `${count(since.length, 'request')} since the model was loaded${own ? ', all for files of this site' : ''}:`
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
      const loaded = loadTime < 20
      const load: Step[] = loaded
        ? [['Load', 'worker', 'was loaded by an earlier run', 0]]
        : [
            ['Get the model', 'worker', modelBytes ? bytes(modelBytes) : '', steps.download ?? 0],
            ['Prepare it', 'worker', `for the ${chip}`, steps.prepare ?? 0],
            // Models without such pairs have no check.
            ...(steps.check === undefined
              ? []
              : [['Check it', chip, 'reference pairs with known scores', steps.check] as const]),
          ]
      const known = timings.tokenize + timings.score + loadTime
      const all: Step[] = [
        ['Wait', 'page', 'for earlier requests', timings.queue],
        ...load,
        ['Tokenise', 'worker', `${count(response.usage.total_tokens, 'token')}`, timings.tokenize],
        [
          'Score',
          chip,
          `${count(response.results.length, 'result')}${remembered ? `, ${number(remembered)} remembered` : ''}`,
          timings.score,
        ],
        ['Sort and show', 'page', 'and messages between the threads', Math.max(0, submitted - known)],
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
