import type { ScoreChunk } from '../../src/protocol/worker-api.js'

/** Scores on their way to the page, in parts. */
export interface ScoreChunks {
  add(index: number, score: { logit: number; tokens: number; truncated: boolean }): void
  /** Hands on what there is, unless that was done a moment ago. */
  tick(): void
  flush(): void
}

/** @param every hands on at most once in these many milliseconds; 0: at each tick */
export function createScoreChunks(onScores: (chunk: ScoreChunk) => void, every: number): ScoreChunks {
  let waiting: [index: number, logit: number, tokens: number, truncated: number][] = []
  let last = performance.now()
  const flush = () => {
    last = performance.now()
    if (waiting.length === 0) return
    onScores({
      indices: Uint32Array.from(waiting, ([index]) => index),
      logits: Float32Array.from(waiting, ([, logit]) => logit),
      tokens: Uint32Array.from(waiting, ([, , tokens]) => tokens),
      truncated: Uint8Array.from(waiting, ([, , , truncated]) => truncated),
    })
    waiting = []
  }
  return {
    add(index, { logit, tokens, truncated }) {
      waiting.push([index, logit, tokens, Number(truncated)])
    },
    tick() {
      if (performance.now() - last >= every) flush()
    },
    flush,
  }
}
