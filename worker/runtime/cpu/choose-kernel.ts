import type { Heap } from './heap.js'

/** What multiplies activations of 7 bits. All give the same integers; which is the fastest depends on the processor. */
export type Int7Kernel = 'narrow' | 'fused' | 'int12'

/** Rows that each kernel takes side by side; `int12` takes 16-bit integers row by row. */
export const TOGETHER = { narrow: 2, fused: 4 } as const

const SIZE = { m: 32, n: 32, k: 128 }
const ROUNDS = 6
const MILLISECONDS = 0.25
/** Calls in which any clock that runs has moved on. */
const CLOCK_CALLS = 512
/** The fastest on most processors that have a dot product of bytes: taken where no clock tells. */
const WITHOUT_CLOCK: Int7Kernel = 'fused'
/** Calls after which a browser has begun to compile a kernel for the second time: some ten milliseconds for all. */
const WARM_UP = 100

/** Chooses the fastest kernel for activations of 7 bits. */
export interface KernelChoice {
  /**
   * Runs each so often that the browser compiles it once more. What is done between this and the choice gives it the time:
   * a kernel that is compiled well is several times as fast as one that is not yet.
   */
  warm(): void
  /**
   * By a timing of a few milliseconds, of which the best round counts. Some hosts stop the clock while code runs, against
   * attacks by timing: there one kernel is taken unmeasured. All give the same numbers.
   */
  choose(now?: () => number): Int7Kernel
}

/** Nothing where the module has no such kernels. */
export function createKernelChoice({ kernels, take }: Heap): KernelChoice | undefined {
  const { gemmInt7Narrow, gemmInt7Fused, gemmInt12 } = kernels
  if (!gemmInt7Narrow || !gemmInt7Fused) return undefined
  const { m, n, k } = SIZE
  const [a, ranges, b] = [take(m * k * 2), take(m * 8), take(n * k * 2)]
  const [columns, c] = [take(n * 12), take(m * n * 4)]
  const candidates = { narrow: gemmInt7Narrow, fused: gemmInt7Fused, int12: gemmInt12 }
  const names = Object.keys(candidates) as Int7Kernel[]
  const run = (name: Int7Kernel, times: number) => {
    for (let i = 0; i < times; i++) candidates[name](a, ranges, b, columns, c, m, n, k)
  }
  return {
    warm() {
      for (const name of names) run(name, WARM_UP)
    },
    choose(now = () => performance.now()) {
      if (!clockRuns(now, () => run(WITHOUT_CLOCK, 8))) return WITHOUT_CLOCK
      const rates = new Map<Int7Kernel, number>()
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of names) {
          const start = now()
          let [end, runs] = [start, 0]
          while (end - start < MILLISECONDS && runs < 1000) {
            run(name, 8)
            runs += 8
            end = now()
          }
          rates.set(name, Math.max(rates.get(name) ?? 0, runs / (end - start || 1)))
        }
      }
      return names.reduce((best, name) => (rates.get(name)! > rates.get(best)! ? name : best))
    },
  }
}

function clockRuns(now: () => number, work: () => void): boolean {
  const start = now()
  for (let calls = 0; calls < CLOCK_CALLS; calls += 8) {
    work()
    if (now() > start) return true
  }
  return false
}
