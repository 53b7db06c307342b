/** The Request that `fetch` would make of the same arguments. */
export function toRequest(input: RequestInfo | URL, init?: RequestInit): Request {
  return new Request(input instanceof Request ? input : new URL(input, baseUrl()), init)
}

/** What relative addresses are relative to: the page, or nothing in particular where there is none. */
export function baseUrl(): string {
  return globalThis.document?.baseURI ?? globalThis.location?.href ?? 'http://localhost/'
}
