// dist/webrerank-sw.js: a service worker that needs no bundler. A site copies it to its root and registers it.
import { routeRerank, type ServiceWorkerScope } from './route.js'

routeRerank(globalThis as unknown as ServiceWorkerScope)
