// Keeps the page's own files, so that it opens and works without a network. It stores nothing of what is searched.
import { CONTENT_SECURITY_POLICY } from './policy.js'

const scope = self as unknown as ServiceWorkerGlobalScope

/** Both are put in by vite.config.ts. A build with another file is another version. */
const CACHE = 'private-search-__VERSION__'
const FILES = JSON.parse('__FILES__') as string[]

/** Requests at a time while it installs. */
const AT_ONCE = 6

scope.addEventListener('install', (event) => event.waitUntil(store()))

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('private-search-') && name !== CACHE) await caches.delete(name)
      }
      await scope.clients.claim()
    })(),
  )
})

scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method === 'GET' && url.origin === scope.location.origin) {
    event.respondWith(answer(event.request))
  }
})

async function store() {
  const cache = await caches.open(CACHE)
  const waiting = [...FILES]
  const take = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      await cache.add(new Request(new URL(file, scope.registration.scope), { cache: 'no-cache' }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

/** From the cache, under the page's policy also where the host sets no header: workers take theirs from it. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const target = request.mode === 'navigate' ? new URL('index.html', scope.registration.scope) : request
  const stored = await cache.match(target, { ignoreSearch: true, ignoreVary: true })
  if (!stored) return fetch(request)
  const headers = new Headers(stored.headers)
  headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  return new Response(stored.body, { status: stored.status, statusText: stored.statusText, headers })
}
