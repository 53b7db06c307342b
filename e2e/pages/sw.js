// The service worker of a site that answers rerank requests on its own origin.
import { routeRerank } from '/dist/service-worker.js'

routeRerank(self)
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
