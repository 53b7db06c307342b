import fc from 'fast-check'
import { runsOf, SEED, type Size } from './campaign.js'
import { reachedNewCode } from './coverage.js'

/** Inputs between two looks at what they reached. */
const BATCH = 20

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
  reachedNewCode()
  for (let done = 0; done < runs; done += BATCH) {
    const seed = SEED + done
    // Spread over all that are kept.
    const at = (Math.imul(seed, 0x9e3779b1) >>> 0) % kept.length
    const inputs = fc.sample(change(kept[at]!), { numRuns: Math.min(BATCH, runs - done), seed })
    for (const input of inputs) await told(input, holds, seed)
    if (!reachedNewCode()) continue
    kept.push(...inputs)
    // The oldest go, but not those that all others are made of.
    if (kept.length > MOST_KEPT) kept.splice(seeds.length, inputs.length)
  }
}

async function told<T>(input: T, holds: (input: T) => unknown, seed: number): Promise<void> {
  try {
    await holds(input)
  } catch (cause) {
    throw new Error(`seed ${SEED}, inputs of ${seed}: ${fc.stringify(input)}`, { cause })
  }
}
