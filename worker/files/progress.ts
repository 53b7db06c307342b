/** How far a download of several files is. */
export interface DownloadProgress {
  loaded: number
  /** 0 where it is not known. */
  total: number
  /** Over the last seconds; absent until there is something to go by. */
  bytesPerSecond?: number
}

export interface Meter {
  /** Bytes that a file has now: fewer than before where it starts anew. */
  set(path: string, length: number): void
  /** Reports what is there, whatever the time. */
  flush(): void
}

/** Reports at most this often: a large download has tens of thousands of parts. */
const EVERY = 50
/** The rate is that of this many milliseconds. */
const WINDOW = 5000

/** @param total bytes of all files, or 0 */
export function createMeter(
  total: number,
  report: (progress: DownloadProgress) => void,
  now: () => number = () => performance.now(),
): Meter {
  const lengths = new Map<string, number>()
  const samples: { time: number; loaded: number }[] = []
  let last = Number.NEGATIVE_INFINITY
  let reported = -1

  const emit = (time: number) => {
    const loaded = [...lengths.values()].reduce((sum, length) => sum + length, 0)
    if (loaded === reported) return
    last = time
    reported = loaded
    samples.push({ time, loaded })
    while (samples.length > 2 && samples[1]!.time < time - WINDOW) samples.shift()
    const [first] = samples as [(typeof samples)[0]]
    const elapsed = time - first.time
    const rate = elapsed > 0 ? Math.max(0, ((loaded - first.loaded) / elapsed) * 1000) : undefined
    report({ loaded, total, ...(rate !== undefined && { bytesPerSecond: Math.round(rate) }) })
  }

  return {
    set(path, length) {
      lengths.set(path, length)
      const time = now()
      if (time - last >= EVERY) emit(time)
    },
    flush: () => emit(now()),
  }
}
