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

/**
 * How many workers may score at a time on a CPU.
 * @param wanted what was asked for; else as many as cores and an eighth of the memory allow
 * @param weights bytes of the weights' file: in use they take up to four times that
 * @param tokenizer bytes of the tokenizer's file: in use it takes some sixteen times that
 */
export function poolSize(
  wanted: number | undefined,
  weights: number,
  tokenizer: number,
  { hardwareConcurrency = 1, deviceMemory = MEMORY }: Machine,
): number {
  if (wanted !== undefined) return wanted
  const each = 16 * 2 ** 20 + 4 * weights + 16 * tokenizer
  const fit = Math.floor((deviceMemory * 2 ** 30) / 8 / each)
  return Math.max(1, Math.min(hardwareConcurrency, MOST, fit))
}
