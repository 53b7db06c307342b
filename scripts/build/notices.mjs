// The licences of what dist/ holds of other packages, in full, as each of them asks.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Packages of which dist/ has files as they are. */
const COPIED = ['onnxruntime-web']

/** @typedef {{ name: string, version: string, identifier?: string, text?: string }} License */

/**
 * Writes the licences of all packages that the bundles hold, and of those that are copied, into one file.
 * @param {string} root of the repository
 * @param {string} folder where Vite has listed each bundle's packages (`build.license`); it is removed
 * @param {string} target the file
 */
export async function writeNotices(root, folder, target) {
  /** @type {License[]} */
  const licenses = await Promise.all(COPIED.map((name) => readLicense(path.join(root, 'node_modules', name))))
  for (const file of await readdir(folder))
    licenses.push(...JSON.parse(await readFile(path.join(folder, file), 'utf8')))
  await rm(folder, { recursive: true })
  const byName = new Map(licenses.map((license) => [`${license.name} ${license.version}`, license]))
  const sections = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(section)
  await writeFile(
    target,
    `# Third-party notices\n\nThese files hold code of the following packages.\n\n${sections.join('\n')}`,
  )
}

/** @returns {Promise<License>} */
async function readLicense(/** @type {string} */ folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
  // The package has no licence file; its repository has this one.
  const text = await readFile(new URL(`licenses/${name}.txt`, import.meta.url), 'utf8')
  return { name, version, identifier: license, text }
}

function section(/** @type {License} */ { name, version, identifier, text }) {
  if (!text) throw new Error(`${name} is bundled, and has no licence file`)
  return `## ${name} ${version} (${identifier})\n\n\`\`\`\n${text.trim()}\n\`\`\`\n`
}
