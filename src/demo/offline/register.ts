import { savesData } from '../ranking/idle.js'

/**
 * Starts the service worker, which makes the page work offline. Nothing is stored yet but what the page itself loads
 * from now on.
 */
export function startOffline(): void {
  if (!isWanted()) return
  // Without it the page works as long as there is a network.
  navigator.serviceWorker.register(new URL('sw.js', document.baseURI)).catch(() => undefined)
}

/** Stores the rest of the page, once it has nothing else to do. */
export async function storeOffline(): Promise<void> {
  if (!isWanted() || !(await navigator.serviceWorker.getRegistration())) return
  const { active } = await navigator.serviceWorker.ready
  active?.postMessage('store')
}

function isWanted(): boolean {
  return import.meta.env.PROD && !savesData() && 'serviceWorker' in navigator
}
