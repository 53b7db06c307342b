/** Milliseconds of work between two turns of the event loop: a search that comes meanwhile waits as long. */
const SLICE = 20

/** Called between small pieces of work: lets messages in once a slice is over, and costs next to nothing before. */
export type Pace = () => Promise<void> | undefined

export function createPace(): Pace {
  let start = performance.now()
  return () => {
    if (performance.now() - start < SLICE) return
    return pause().then(() => {
      start = performance.now()
    })
  }
}

const { port1, port2 } = new MessageChannel()
const waiting: (() => void)[] = []
port1.onmessage = () => waiting.shift()?.()

/** A turn of the event loop. A timer would wait four milliseconds each time. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    port2.postMessage(null)
  })
}
