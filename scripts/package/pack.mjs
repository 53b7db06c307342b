// The package as npm would publish it.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Packs what is built into a folder.
 * @param {string} folder
 * @returns the packed package's path
 */
export function packInto(folder) {
  const answer = execFileSync(
    'npm',
    ['pack', root, '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return path.join(folder, JSON.parse(answer.toString())[0].filename)
}
