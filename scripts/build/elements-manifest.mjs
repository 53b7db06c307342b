import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

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
  const analyzer = createRequire(import.meta.url).resolve('@custom-elements-manifest/analyzer/cem.js')
  // The analyzer knows folders below the working one alone.
  const folder = await mkdtemp(path.join(root, '.manifest-'))
  try {
    const globs = SOURCES.flatMap((source) => ['--globs', source])
    const rest = ['--quiet', '--outdir', path.relative(root, folder)]
    execFileSync(process.execPath, [analyzer, 'analyze', ...globs, ...rest], { cwd: root, stdio: 'pipe' })
    return asShipped(JSON.parse(await readFile(path.join(folder, 'custom-elements.json'), 'utf8')))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
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
