import type { Heap } from './kernels.js'

/** What multiplies rows of 7 bits. All give the same integers; which is the fastest hangs on the processor. */
export type BytesKernel = 'narrow' | 'fused' | 'words'

/** Rows that each kernel takes side by side; `words` takes 16-bit integers row by row. */
export const TOGETHER = { narrow: 2, fused: 4 } as const

const SIZE = { m: 32, n: 32, k: 128 }
const ROUNDS = 6
const MILLISECONDS = 0.25

/**
 * The fastest kernel for rows of 7 bits, by a timing of a few milliseconds; nothing where the module has none. A
 * browser compiles what runs often once more, so it is the best round that counts.
 */
export function chooseBytesKernel(
  { kernels, take }: Heap,
  now = () => performance.now(),
): BytesKernel | undefined {
  const { gemmBytesNarrow, gemmBytesFused, gemmWords } = kernels
  if (!gemmBytesNarrow || !gemmBytesFused) return undefined
  const { m, n, k } = SIZE
  const [a, ranges, b] = [take(m * k * 2), take(m * 8), take(n * k * 2)]
  const [columns, c] = [take(n * 12), take(m * n * 4)]
  const candidates = { narrow: gemmBytesNarrow, fused: gemmBytesFused, words: gemmWords }
  const names = Object.keys(candidates) as BytesKernel[]
  const rates = new Map<BytesKernel, number>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const start = now()
      let [end, runs] = [start, 0]
      while (end - start < MILLISECONDS && runs < 1000) {
        for (let i = 0; i < 8; i++) candidates[name](a, ranges, b, columns, c, m, n, k)
        runs += 8
        end = now()
      }
      rates.set(name, Math.max(rates.get(name) ?? 0, runs / (end - start || 1)))
    }
  }
  return names.reduce((best, name) => (rates.get(name)! > rates.get(best)! ? name : best))
}
