import type { Parameters } from 'fast-check'

/** Inputs of a campaign, where `FUZZ_RUNS` is set: `npm run fuzz` sets it. */
const RUNS = Number(process.env.FUZZ_RUNS || 0)

/** The same inputs each time, unless `FUZZ_SEED` asks for others. A failure names its seed and path. */
export const SEED = Number(process.env.FUZZ_SEED || 1)

/** How many inputs a property has. */
export interface Size {
  /** In the gate. Default: 1,000. */
  gate?: number
  /** Of the runs of `npm run fuzz`: less than 1 where one run is many inputs, or where several properties share a surface. */
  share?: number
}

export function runsOf({ gate = 1000, share = 1 }: Size): number {
  return RUNS > 0 ? Math.max(1, Math.ceil(RUNS * share)) : gate
}

/** Parameters of a property. */
export function campaign(size: Size = {}): Parameters<unknown> {
  return { numRuns: runsOf(size), seed: SEED }
}
