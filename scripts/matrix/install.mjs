// Fresh projects, with the package as npm would publish it.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { packInto } from '../package/pack.mjs'

/** @import { Project } from './types.js' */

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Outside of the repository, whose own packages would else be found from there. */
const FOLDER = process.env.MATRIX_DIR ?? path.join(tmpdir(), 'webrerank-matrix')

/** @returns the packed package's path */
export function packPackage() {
  mkdirSync(FOLDER, { recursive: true })
  return packInto(FOLDER)
}

/**
 * Lays out a project and installs its packages. Those of a run before are taken where the versions are the same; all else, and
 * the package itself, is made anew.
 * @param {Project} project
 * @param {string} tarball
 * @returns its folder
 */
export function createProject({ name, dependencies, manifest, install, files }, tarball) {
  const folder = path.join(FOLDER, name)
  const text = JSON.stringify({ name: 'app', private: true, type: 'module', dependencies, ...manifest })
  const key = createHash('sha256').update(text).digest('hex')
  const stamp = path.join(folder, '.installed')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== key)
    rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder))
    if (entry !== 'node_modules') rmSync(path.join(folder, entry), { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), text)
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
  const commands = install ?? [
    ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '{tarball}'],
  ]
  for (const [command, ...rest] of commands)
    execFileSync(
      command,
      rest.map((part) => part.replace('{tarball}', tarball)),
      { cwd: folder, stdio: 'pipe' },
    )
  writeFileSync(stamp, key)
  return folder
}
