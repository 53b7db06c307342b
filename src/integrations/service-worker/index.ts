/**
 * `webrerank/service-worker`: answers `fetch('/v1/rerank')` of code that you cannot change, on the device.
 * @module webrerank/service-worker
 */
export { answerServiceWorker } from './page.js'
export { type RouteOptions, routeRerank, type ServiceWorkerScope } from './route.js'
export { startServiceWorker } from './start.js'
