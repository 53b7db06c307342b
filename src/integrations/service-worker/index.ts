/**
 * `webrerank/service-worker`: code that a site does not control asks its own origin, and is answered on the device.
 * @module webrerank/service-worker
 */
export { answerServiceWorker } from './page.js'
export { type RouteOptions, routeRerank } from './route.js'
