import type { Engine, Ranked } from '../ranking/ranker.js'
import { createCodeView } from './code-view.js'
import { createExportView } from './export-view.js'
import type { FormInput } from './form-view.js'
import { createImageView } from './image-view.js'
import { createMarkView } from './mark-view.js'
import { createMeanView } from './mean-view.js'
import { createTraceView } from './trace-view.js'

export interface More {
  /** @param lists rows of the results, best first; each list shows the same */
  show(input: FormInput, ranked: Ranked, took: number, lists: readonly (readonly HTMLElement[])[]): void
  /** Another run begins: what is still under way must not stand in its way. */
  stop(): void
}

/** What is told of a ranking after it is shown: in a script of its own, which the first paint does not wait for. */
export function createMore(engine: Engine, announce: (text: string) => void): More {
  const code = createCodeView(announce)
  const exports = createExportView(announce)
  const image = createImageView(announce)
  const trace = createTraceView()
  const marks = createMarkView(engine)
  const mean = createMeanView(engine)
  return {
    stop() {
      marks.stop()
      mean.stop()
    },
    show(input, ranked, took, lists) {
      code.show(input, ranked.response)
      exports.show(input.asked, ranked.response)
      image.show(input, ranked)
      trace.show(ranked, took)
      marks.show(input.request.query, input.choice, ranked.response, lists)
      void mean.show(input)
    },
  }
}
