import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Takes the text of third-party code out of the source maps in a folder: it is a third of them, and published elsewhere.
 * Developer tools skip such code (`ignoreList`). Its text is empty and not absent, since Vite warns of sources that it cannot find.
 * @param {string} folder
 */
export async function trimSourceMaps(folder) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.map'))
  for (const file of files) {
    const name = path.join(folder, file)
    /** @type {{ sources: string[], sourcesContent?: (string | null)[], ignoreList?: number[] }} */
    const map = JSON.parse(await readFile(name, 'utf8'))
    const foreign = [...map.sources.keys()].filter((i) => map.sources[i]?.includes('node_modules/'))
    for (const i of foreign) if (map.sourcesContent) map.sourcesContent[i] = ''
    map.ignoreList = foreign
    await writeFile(name, JSON.stringify(map))
  }
}
