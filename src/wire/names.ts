import { RerankError } from '../protocol/errors.js'

/**
 * Ids by the names that requests may give them, their own among these.
 * @param aliases other names, and the ids that they stand for
 * @throws RerankError `invalid_request`
 */
export function readNames(
  ids: readonly string[],
  aliases: Readonly<Record<string, string>>,
): Map<string, string> {
  const names = new Map(ids.map((id) => [id, id]))
  for (const [alias, id] of Object.entries(aliases)) {
    if (alias === '' || names.has(alias) || !ids.includes(id)) {
      const message = `aliases: ${alias || "''"} must be a new name for one of ${ids.join(', ')}`
      throw new RerankError('invalid_request', message, { param: 'aliases' })
    }
    names.set(alias, id)
  }
  return names
}
