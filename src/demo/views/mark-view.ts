import type { RerankResponse } from 'webrerank'
import { bestSentences, type SearchReranker, type Sentence, splitSentences } from 'webrerank/search'
import type { Choice, Engine } from '../ranking/ranker.js'
import { create, find } from '../ui/elements.js'

/** Rows of which the best sentence is marked: what a person reads first. */
const ROWS = 5

/** Sentences of a text that are read of it: past these, marking would cost more than ranking did. */
const MOST = 24

/** Milliseconds that marking may take unasked. */
const PATIENCE = 2000

/** Marks the best sentence of the first rows, by the same model, after the ranking is shown. */
export function createMarkView(engine: Engine): {
  /** @param lists rows of the results, best first; each list shows the same */
  show(
    query: string,
    choice: Choice,
    response: RerankResponse,
    lists: readonly (readonly HTMLElement[])[],
  ): void
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
    show(query, choice, response, lists) {
      stop()
      const { floor = 0 } = response.webrerank
      // What does not answer has no sentence that does.
      const results = response.results
        .slice(0, ROWS)
        .filter(({ relevance_score }) => relevance_score >= floor)
      const texts = results.map(({ document }) => document?.text ?? '')
      const counts = texts.map(sentencesToRead)
      const sentences = counts.reduce((sum, count) => sum + count, 0)
      button.hidden = sentences === 0
      if (sentences === 0) return
      let done = false
      work = async () => {
        if (done) return
        run = new AbortController()
        const { signal } = run
        const reranker: SearchReranker = {
          async rank({ query, documents }) {
            const { response } = await engine.rank({ model: choice.model, query, documents }, choice, {
              signal,
            })
            return response
          },
        }
        const options = { reranker, candidates: MOST, signal }
        // A mark is an extra: where it fails, the ranking is there all the same.
        const spans = await Promise.all(
          texts.map((text, i) => (counts[i] ? bestSentences(query, text, options) : [])),
        ).catch(() => undefined)
        if (!spans || signal.aborted) return
        done = true
        for (const rows of lists)
          spans.forEach(([best], at) => {
            const row = rows[at]
            if (row && best && best.score >= floor) markSpan(row, texts[at]!, best)
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

/** A text of one sentence has nothing to be marked. */
function sentencesToRead(text: string): number {
  const { length } = splitSentences(text)
  return length > 1 ? Math.min(length, MOST) : 0
}

/** The beginning of a long text may be all that is shown; a mark past it comes into sight with the whole. */
function markSpan(row: HTMLElement, text: string, { start, end }: Sentence): void {
  const paragraph = row.querySelector<HTMLElement>('.text')
  const shown = paragraph?.textContent ?? ''
  if (!paragraph || !shown.startsWith(text.slice(0, end))) return
  paragraph.replaceChildren(
    shown.slice(0, start),
    create('mark', '', shown.slice(start, end)),
    shown.slice(end),
  )
}
