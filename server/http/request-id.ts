import { randomUUID } from 'node:crypto'

/** What an id of a request may be, so that it can stand in a header and in a log. */
const ID = /^[\w.:/+=@-]{1,128}$/

/** `traceparent` of W3C Trace Context: version, trace, parent and flags; later versions may have more. */
const TRACEPARENT =
  /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-[\w.-]{1,128})?$/

/** What names a request in answers and logs. */
export interface RequestNames {
  /** The caller's `X-Request-Id`, or one of our own. */
  id: string
  /** The caller's `traceparent`, if it is one. */
  traceparent: string | undefined
  /** The trace's id in it. */
  trace: string | undefined
}

/** @param header reads a header of the request */
export function readRequestNames(header: (name: string) => string | undefined): RequestNames {
  const id = header('x-request-id')
  const traceparent = header('traceparent')
  const trace = TRACEPARENT.exec(traceparent ?? '')?.[1]
  return {
    id: id !== undefined && ID.test(id) ? id : randomUUID(),
    traceparent: trace && traceparent,
    trace,
  }
}
