interface Connection {
  saveData?: boolean
}

/** Whether the visitor asked the browser to load as little as possible. */
export function savesData(): boolean {
  return (navigator as Navigator & { connection?: Connection }).connection?.saveData === true
}

/** Resolves when the page is loaded, is looked at, and has nothing else to do. */
export async function whenIdle(): Promise<void> {
  if (document.readyState !== 'complete') await heard(window, 'load')
  while (document.hidden) await heard(document, 'visibilitychange')
  await new Promise<void>((resolve) => {
    // Safari has no such call.
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve, 100)
  })
}

function heard(target: EventTarget, name: string): Promise<unknown> {
  return new Promise((resolve) => target.addEventListener(name, resolve, { once: true }))
}
