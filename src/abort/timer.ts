/** Calls back after some milliseconds; never after a time that no timer has, with which it would fire at once. So Infinity is never. */
export function startTimer(
  work: () => void,
  milliseconds: number,
): ReturnType<typeof setTimeout> | undefined {
  return milliseconds >= 0 && milliseconds < 2 ** 31 ? setTimeout(work, milliseconds) : undefined
}
