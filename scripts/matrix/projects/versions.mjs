import { readFileSync } from 'node:fs'

/** The pinned versions, by project and package. @type {Record<string, Record<string, string>>} */
const VERSIONS = JSON.parse(readFileSync(new URL('../versions.json', import.meta.url), 'utf8'))

/**
 * The packages of a project, and the version that its row tells: that of the first.
 * @param {string} name
 */
export function pinned(name) {
  const dependencies = VERSIONS[name]
  if (!dependencies) throw new Error(`versions.json has no ${name}`)
  return { dependencies, version: Object.values(dependencies)[0] ?? '' }
}
