/** A macrotask now and then, so that a message (a cancellation) is heard in the middle of long work. */
export interface Yielder {
  /** Whether it is time for a pause. Asked after each piece of work. */
  due(): boolean
  pause(): Promise<void>
}

/** @param most pieces of work after which a pause is due whatever the clock says: some clocks stand still */
export function createYielder(everyMilliseconds: number, most = Number.POSITIVE_INFINITY): Yielder {
  const nextTask = createTasks()
  let last = performance.now()
  let pieces = 0
  return {
    due: () => ++pieces >= most || performance.now() - last >= everyMilliseconds,
    async pause() {
      await new Promise<void>(nextTask)
      last = performance.now()
      pieces = 0
    },
  }
}

/** A function that calls another in a macrotask of its own. */
function createTasks(): (task: () => void) => void {
  // Node reads a port up to a thousand times before it looks at another, so a message to itself would starve the rest.
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => void }
  if (setImmediate) return (task) => setImmediate(task)
  if (!globalThis.MessageChannel) return (task) => void setTimeout(task, 0)
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  // A message to itself: timers are clamped to 4 ms, which a small batch does not even take.
  return (task) => {
    waiting.push(task)
    port2.postMessage(null)
  }
}
