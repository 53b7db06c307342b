import type { createReranker } from 'webrerank'
import type { Library } from './library.js'

/**
 * Makes vectors of the passages that have none, one part after the other, while nothing else is to be done: a search goes
 * by words alone until they are there.
 */
export function createVectorMaker(
  library: Pick<Library, 'unvectored' | 'keepVectors'>,
  reranker: Pick<ReturnType<typeof createReranker>, 'load' | 'vectors'>,
) {
  let round = 0

  const make = async (own: number) => {
    const { modelVersion = 0 } = await reranker.load()
    for (;;) {
      const next = own === round ? await library.unvectored({ version: modelVersion }) : undefined
      if (!next || own !== round) return
      const { size, data } = await reranker.vectors(next.texts)
      if (size === 0 || own !== round) return
      await library.keepVectors(next, data)
    }
  }

  return {
    /** Begins, or begins anew: files came. */
    start() {
      // What fails, as when another tab took the library, leaves a search by words, and the next start tries again.
      make(++round).catch(() => {})
    },
    stop() {
      round++
    },
  }
}
