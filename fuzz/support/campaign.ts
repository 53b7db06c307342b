import type { Parameters } from 'fast-check'

/** Inputs of a campaign: few in the gate, `FUZZ_RUNS` of them where it is set. */
const RUNS = Number(process.env.FUZZ_RUNS || 1000)

/** The same inputs each time, unless `FUZZ_SEED` asks for others. A failure names its seed and path. */
const SEED = Number(process.env.FUZZ_SEED || 1)

/** @param share of the runs, for properties of which one run is many inputs */
export function campaign(share = 1): Parameters<unknown> {
  return { numRuns: Math.max(1, Math.ceil(RUNS * share)), seed: SEED }
}
