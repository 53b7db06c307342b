import { type ErrorData, fromErrorData, toErrorData } from './errors.js'

/** Errors cross as values, since a structured clone of an Error keeps no members of its own. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorData }

/** Runs work and makes a value of what it comes to. Errors of other code become `inference_failed`. */
export async function toOutcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, error: toErrorData(error, 'inference_failed') }
  }
}

/** The value, or else the error, thrown. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw fromErrorData(outcome.error)
  return outcome.value
}
