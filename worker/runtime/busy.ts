/** Told when the thread is about to be held up, and when it is free again. */
export type TellBusy = (busy: boolean) => void

/** Passes that take fewer milliseconds are not worth telling. */
const NOTICEABLE = 100

/** Work that holds up the thread. */
export async function holdingThread<T>(tell: TellBusy, work: () => Promise<T>): Promise<T> {
  tell(true)
  try {
    return await work()
  } finally {
    tell(false)
  }
}

/** The same function, which tells that it holds up the thread where its last call took noticeably long, or longer ones come. */
export function tellingBusy<A, T>(
  tell: TellBusy,
  work: (argument: A) => Promise<T>,
  sizeOf: (argument: A) => number,
): typeof work {
  let size = 0
  let isLong = true
  return async (argument) => {
    const asked = sizeOf(argument)
    if (!isLong && asked <= 2 * size) return work(argument)
    const start = performance.now()
    const result = await holdingThread(tell, () => work(argument))
    isLong = performance.now() - start > NOTICEABLE
    size = asked
    return result
  }
}
