/** A macrotask now and then, so that a message (a cancellation) is heard in the middle of long work. */
export function createYielder(everyMilliseconds: number): { due(): boolean; pause(): Promise<void> } {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  let last = performance.now()
  return {
    due: () => performance.now() - last >= everyMilliseconds,
    async pause() {
      // A message to itself: timers are clamped to 4 ms, which a small batch does not even take.
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        port2.postMessage(null)
      })
      last = performance.now()
    },
  }
}
