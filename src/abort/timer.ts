/** Calls back after some milliseconds; never after a time that no timer has, with which it would fire at once. So Infinity is never. */
export function startTimer(
  work: () => void,
  milliseconds: number,
): ReturnType<typeof setTimeout> | undefined {
  return milliseconds >= 0 && milliseconds < 2 ** 31 ? setTimeout(work, milliseconds) : undefined
}

const STEPS = 10

/**
 * Calls back after some milliseconds in which the page ran. They are counted in steps, of which the time that a page is frozen
 * for, as one in the background may be, is at most one: what it waits for was frozen too, and has had no turn to be heard.
 * @returns ends it
 */
export function startSteps(work: () => void, milliseconds: number): () => void {
  if (!(milliseconds >= 0 && milliseconds < 2 ** 31)) return () => {}
  let left = STEPS
  const timer = setInterval(() => {
    left--
    if (left > 0) return
    clearInterval(timer)
    work()
  }, milliseconds / STEPS)
  return () => clearInterval(timer)
}
