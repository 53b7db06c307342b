/** Calls back after some milliseconds; never after more than timers have, which would fire at once. So Infinity is never. */
export function startTimer(
  work: () => void,
  milliseconds: number,
): ReturnType<typeof setTimeout> | undefined {
  return milliseconds < 2 ** 31 ? setTimeout(work, milliseconds) : undefined
}
