import { readFile } from 'node:fs/promises'
import path from 'node:path'
// @ts-expect-error: the package's types lack what it exports for programs
import { create, ts } from '@custom-elements-manifest/analyzer/index.js'

const SOURCES = ['src/element/search-element.ts', 'src/element/index.ts']
/** What is shipped of these sources. */
const SHIPPED = 'dist/element.js'

/**
 * The custom-elements manifest (https://github.com/webcomponents/custom-elements-manifest), by which editors and documentation
 * know the element's attributes, parts, slots, events and variables: read from the element's source by its analyzer.
 * @param {string} root the repository
 * @returns {Promise<import('custom-elements-manifest/schema').Package>}
 */
export async function readElementsManifest(root) {
  // Not by its command, which writes into package.json.
  const modules = SOURCES.map(async (source) => {
    const code = await readFile(path.join(root, source), 'utf8')
    return ts.createSourceFile(source, code, ts.ScriptTarget.ES2015, true)
  })
  return asShipped(create({ modules: await Promise.all(modules) }))
}

/**
 * One module, as the package has it, without what is private.
 * @returns {import('custom-elements-manifest/schema').Package}
 */
function asShipped({ schemaVersion, modules, ...manifest }) {
  const declarations = modules.flatMap((module) => module.declarations).map(asPublic)
  const exports = modules
    .flatMap((module) => module.exports)
    .filter(({ kind, name }, i, all) => all.findIndex((e) => e.kind === kind && e.name === name) === i)
    .map((each) => ({ ...each, declaration: { ...each.declaration, module: SHIPPED } }))
  return {
    schemaVersion,
    ...manifest,
    modules: [{ kind: 'javascript-module', path: SHIPPED, declarations, exports }],
  }
}

function asPublic({ members, ...declaration }) {
  // In the source the class has a base that is there on a server too.
  const superclass = { name: 'HTMLElement', package: 'global:' }
  return { ...declaration, superclass, members: members.filter(({ privacy }) => privacy !== 'private') }
}
