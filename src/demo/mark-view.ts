import type { RerankResponse } from 'webrerank'
import { create, find } from './elements.js'
import type { Choice, Engine } from './engine.js'
import { bestSentences, type Span, sentencesOf } from './sentences.js'

/** Rows of which the best sentence is marked: what a person reads first. */
const ROWS = 5

/** Milliseconds that marking may take unasked. */
const PATIENCE = 2000

/** Marks the best sentence of the first rows, by the same model, after the ranking is shown. */
export function createMarkView(engine: Engine): {
  show(query: string, choice: Choice, response: RerankResponse, rows: () => readonly HTMLElement[]): void
  /** Another run begins: marking must not stand in its way. */
  stop(): void
} {
  const button = find('mark', HTMLButtonElement)
  let wanted = true
  let run: AbortController | undefined
  let work: () => Promise<void> = async () => {}
  const stop = () => run?.abort()
  const press = (on: boolean) => button.setAttribute('aria-pressed', String(on))
  button.addEventListener('click', () => {
    wanted = button.getAttribute('aria-pressed') !== 'true'
    press(wanted)
    document.body.classList.toggle('unmarked', !wanted)
    if (wanted) void work()
  })

  return {
    stop,
    show(query, choice, response, rows) {
      stop()
      const results = response.results.slice(0, ROWS)
      const texts = results.map(({ document }) => document?.text ?? '')
      const sentences = texts.reduce((sum, text) => sum + sentencesOf(text).length, 0)
      button.hidden = sentences === 0
      if (sentences === 0) return
      let done = false
      work = async () => {
        if (done) return
        run = new AbortController()
        const { signal } = run
        const score = async (documents: readonly string[]) => {
          const { response } = await engine.rank({ model: choice.model, query, documents }, choice, {
            signal,
          })
          return response.results
            .toSorted((a, b) => a.index - b.index)
            .map((result) => result.relevance_score)
        }
        // A mark is an extra: where it fails, the ranking is there all the same.
        const spans = await bestSentences(texts, score).catch(() => undefined)
        if (!spans || signal.aborted) return
        done = true
        rows().forEach((row, at) => {
          if (spans[at]) markSpan(row, texts[at]!, spans[at])
        })
      }
      const { tokenize, score } = response.webrerank.timings
      const each = (tokenize + score) / Math.max(1, response.results.length)
      const quick = each * sentences < PATIENCE
      press(wanted && quick)
      document.body.classList.remove('unmarked')
      if (wanted && quick) void work()
    },
  }
}

/** The beginning of a long text may be all that is shown; a mark past it comes into sight with the whole. */
function markSpan(row: HTMLElement, text: string, { start, end }: Span): void {
  const paragraph = row.querySelector<HTMLElement>('.text')
  const shown = paragraph?.textContent ?? ''
  if (!paragraph || !shown.startsWith(text.slice(0, end))) return
  paragraph.replaceChildren(
    shown.slice(0, start),
    create('mark', '', shown.slice(start, end)),
    shown.slice(end),
  )
}
