import fc from 'fast-check'
import { runsOf, SEED, type Size } from './campaign.js'
import { noteReached, reachedNewCode } from './coverage.js'

/** Changes that are made of one input. */
const BATCH = 20

/** Batches between two looks at what they reached, at most: a look takes as long as many inputs. */
const MOST_BATCHES = 32

/** Inputs that are kept to be changed further. */
const MOST_KEPT = 2000

interface Guided<T> extends Size {
  /** Right inputs to begin with. */
  seeds: readonly T[]
  /** Inputs that are made of another. */
  change: (input: T) => fc.Arbitrary<T>
  /** Throws where the property does not hold. */
  holds: (input: T) => unknown
}

/**
 * A campaign that is guided by coverage: inputs are changes of others, and those that reached code which none had
 * reached before are changed further. The same seed gives the same inputs, as long as the code is the same.
 */
export async function guided<T>({ seeds, change, holds, ...size }: Guided<T>): Promise<void> {
  const kept = [...seeds]
  const runs = runsOf(size)
  for (const seed of seeds) await holds(seed)
  noteReached()
  // Where nothing new was reached, the next look comes after twice as many.
  let batches = 1
  for (let done = 0; done < runs; ) {
    const inputs: T[] = []
    for (let batch = 0; batch < batches && done < runs; batch++, done += BATCH) {
      const seed = SEED + done
      // Spread over all that are kept.
      const at = (Math.imul(seed, 0x9e3779b1) >>> 0) % kept.length
      for (const input of fc.sample(change(kept[at]!), { numRuns: Math.min(BATCH, runs - done), seed })) {
        await told(input, holds, seed)
        inputs.push(input)
      }
    }
    if (!reachedNewCode()) {
      batches = Math.min(2 * batches, MOST_BATCHES)
      continue
    }
    batches = 1
    kept.push(...(await thoseThatReached(inputs, holds)))
    // The oldest go, but not those that all others are made of.
    if (kept.length > MOST_KEPT) kept.splice(seeds.length, kept.length - MOST_KEPT)
  }
}

/** Of inputs that reached new code together, each that does so by itself. */
async function thoseThatReached<T>(inputs: readonly T[], holds: (input: T) => unknown): Promise<T[]> {
  const found: T[] = []
  for (let start = 0; start < inputs.length; start += BATCH) {
    const batch = inputs.slice(start, start + BATCH)
    for (const input of batch) await holds(input)
    if (!reachedNewCode()) continue
    for (const input of batch) {
      await holds(input)
      if (noteReached()) found.push(input)
    }
  }
  return found
}

async function told<T>(input: T, holds: (input: T) => unknown, seed: number): Promise<void> {
  try {
    await holds(input)
  } catch (cause) {
    throw new Error(`seed ${SEED}, inputs of ${seed}: ${fc.stringify(input)}`, { cause })
  }
}
