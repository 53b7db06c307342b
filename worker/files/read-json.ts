import * as v from 'valibot'
import { RerankError } from '../../src/protocol/errors.js'
import type { Content } from '../bytes/content.js'
import { bytesOfContent } from '../bytes/content.js'

/** Bytes of a file of facts, at most. The longest that there are list some thousand files. */
export const MOST_JSON_BYTES = 2 ** 26

/**
 * Reads a content as JSON of a known form.
 * @param file for the message
 * @throws RerankError `integrity_failed`
 */
export async function readJson<T extends v.GenericSchema>(
  content: Content,
  schema: T,
  file: { path: string; url: string },
): Promise<v.InferOutput<T>> {
  const refuse = (what: string, cause?: unknown) =>
    new RerankError('integrity_failed', `${file.path}: ${what}`, { cause, details: { url: file.url } })
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(await bytesOfContent(content)))
  } catch (cause) {
    throw refuse("the server's answer is not valid JSON", cause)
  }
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw refuse(`the server's answer is not the expected file: ${firstIssue(result.issues)}`)
}

/** An object with members of which these are known; other schemas take an array for one. */
export function members<T extends v.ObjectEntries>(entries: T) {
  return v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), 'must be an object'),
    v.looseObject(entries),
  )
}

/** Where a value is not as it should be, and what is wrong with it. */
export function firstIssue([issue]: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const path = v.getDotPath(issue)
  return `${path ? `${path}: ` : ''}${issue.message}`
}
