/**
 * What a service worker and a page say to each other, over a port of each request's own. A service worker can start
 * no worker and is ended when it idles, so the model is in a page: the service worker asks all of them, and the first
 * that says it is here gets the request.
 */
export const QUESTION = 'webrerank: who answers?'
export const HERE = 'webrerank: here'
export const ABORT = 'webrerank: abort'
/** From a page that the service worker does not control, though it is active. */
export const CLAIM = 'webrerank: take control'

/** A request, from the service worker to the page. */
export interface RelayedRequest {
  url: string
  method: string
  body: Blob
}

/** The page's answer; nothing where the request was aborted. */
export interface RelayedResponse {
  status: number
  headers: [string, string][]
  body: string
}
