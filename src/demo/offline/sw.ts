/** The demo's service worker: keeps its files, so that it works offline from the first visit on. */

const scope = self as unknown as ServiceWorkerGlobalScope

/** Written by the build (vite.config.ts): the files of the page, and a name that changes with them. */
declare const FILES: readonly string[]
declare const VERSION: string

const PREFIX = 'webrerank-demo-'
const CACHE = PREFIX + VERSION

scope.addEventListener('install', (event) => {
  event.waitUntil(install())
})

// On a first visit the page says when: what it needs itself comes first, and is kept as it comes.
scope.addEventListener('message', (event) => {
  if (event.data === 'store') event.waitUntil(store())
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(removeOld().then(() => scope.clients.claim()))
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin } = new URL(request.url)
  // Parts of files, and files of others, are nothing that is kept here.
  if (request.method !== 'GET' || origin !== scope.location.origin || request.headers.has('range')) return
  if (!request.url.startsWith(scope.registration.scope)) return
  event.respondWith(request.mode === 'navigate' ? page(request) : file(request))
})

async function install(): Promise<void> {
  const names = await caches.keys()
  // A new version takes over when it is complete.
  if (names.some((name) => name.startsWith(PREFIX) && name !== CACHE)) await store()
  await scope.skipWaiting()
}

/** All files that are not kept yet, or none of them. */
async function store(): Promise<void> {
  const cache = await caches.open(CACHE)
  const kept = new Set((await cache.keys()).map(({ url }) => url))
  await cache.addAll(FILES.filter((file) => !kept.has(new URL(file, scope.registration.scope).href)))
}

async function removeOld(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  )
}

/** The page as it is now; as it was last where there is no network. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await caches.match(new URL('./', scope.registration.scope), { cacheName: CACHE })
    if (kept) return kept
    throw error
  }
}

/** Names of files change with their content, so that what is kept is right. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  // The runtime of a GPU: too large for every visitor, and kept once it was needed.
  if (answer.ok && /\/assets\//.test(request.url)) {
    const cache = await caches.open(CACHE)
    await cache.put(request, answer.clone())
  }
  return answer
}
