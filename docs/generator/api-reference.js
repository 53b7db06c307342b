import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { Application } from 'typedoc'

/** Where the reference's Markdown is, for Eleventy to take up. */
export const REFERENCE = '.cache/docs/api'

/** Writes the API reference of every entry of the package that has types, from its TSDoc. */
export async function writeReference(root) {
  const { exports } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const entryPoints = Object.values(exports)
    .map(({ types }) => types?.replace(/^\.\/dist\/types\/(.*)\.d\.ts$/, '$1.ts'))
    // The scripts of workers export nothing.
    .filter((entry) => entry && !entry.endsWith('/worker-script.ts'))
  await rm(path.join(root, REFERENCE), { recursive: true, force: true })
  // Options of the Markdown plugin are among them, which TypeDoc's own type does not know.
  const options = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entryPoints.map((entry) => path.join(root, entry)),
    tsconfig: path.join(root, 'tsconfig.json'),
    out: path.join(root, REFERENCE),
    readme: 'none',
    router: 'module',
    logLevel: 'Error',
    // The package's own TypeScript has checked it, and is newer than the one that TypeDoc runs.
    skipErrorChecking: true,
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    // Defaults are in the descriptions.
    tableColumnSettings: { hideDefaults: true, hideInherited: true, hideOverrides: true },
  }
  const app = await Application.bootstrapWithPlugins(
    /** @type {import('typedoc').TypeDocOptions} */ (options),
  )
  const project = await app.convert()
  if (!project) throw new Error('TypeDoc could not read the sources')
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('TypeDoc told of errors')
}
