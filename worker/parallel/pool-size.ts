/** Workers that a pool has by itself, at most: beyond that, memory bandwidth is what they wait for. */
const MOST = 8
/** What a machine is taken to have where the browser does not say. */
const MEMORY = 4

/** What the browser says of the machine. */
export interface Machine {
  hardwareConcurrency?: number
  /** Gigabytes; browsers say 8 at most. */
  deviceMemory?: number
}

/** What was asked for. */
export interface PoolRequest {
  /** Default: as many as cores and an eighth of the memory allow. */
  workers?: number | undefined
  /** The share of that memory which this model may take; 0: one worker, whatever else is asked for. Default: 1. */
  share?: number | undefined
}

/**
 * How many workers may score at a time on a CPU.
 * @param weights bytes of the weights' file: in use they take up to four times that
 * @param tokenizer bytes of the tokenizer's file: in use it takes some sixteen times that
 */
export function poolSize(
  { workers, share = 1 }: PoolRequest,
  weights: number,
  tokenizer: number,
  { hardwareConcurrency = 1, deviceMemory = MEMORY }: Machine,
): number {
  if (workers !== undefined && share > 0) return workers
  const each = 16 * 2 ** 20 + 4 * weights + 16 * tokenizer
  const fit = Math.floor((share * deviceMemory * 2 ** 30) / 8 / each)
  return Math.max(1, Math.min(hardwareConcurrency, MOST, fit))
}
