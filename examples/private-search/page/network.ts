import { find } from './elements.js'

/** Registers the service worker and says whether the page is ready to work offline, or is offline now. */
export function watchNetwork(): void {
  const chip = find('network', HTMLElement)
  let ready = false
  const show = () => {
    chip.hidden = navigator.onLine && !ready
    chip.textContent = navigator.onLine ? 'Ready to work offline' : 'Offline. Everything still works.'
  }
  addEventListener('online', show)
  addEventListener('offline', show)
  show()
  // The development server has no service worker.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register(new URL('service-worker.js', document.baseURI))
    .then(() => navigator.serviceWorker.ready)
    .then(() => {
      ready = true
      show()
    })
    // Where it cannot be had, as in some private windows, the page works while there is a network.
    .catch(() => {})
}
