import type { ErrorData } from './errors.js'

/** What crosses between the page and the worker. Types only: each side has its own code. */

/** Errors cross as values, since a structured clone of an Error keeps no members of its own. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorData }
