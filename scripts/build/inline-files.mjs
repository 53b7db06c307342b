// What webrerank/inline has inside: the worker for the CPU alone, and the files that it asks for.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/** The module that src/client/inline-worker.ts imports. */
const NAME = 'virtual:inline-files'
/** How the build writes the address of a file beside the worker. */
const ADDRESS = /new URL\("\.\/([^"]+)",import\.meta\.url\)/g

/**
 * Makes that module from the worker that was built before. In the worker an address beside it becomes one of the page's
 * memory, by the variable that the page puts before the script.
 * @param {string} dist
 * @returns {import('vite').Plugin}
 */
export function inlineFiles(dist) {
  return {
    name: 'inline-files',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}`) return undefined
      const worker = await readFile(path.join(dist, 'worker-cpu.js'), 'utf8')
      const names = [...worker.matchAll(ADDRESS)].map(([, name]) => /** @type {string} */ (name))
      const script = worker
        .replace(ADDRESS, (_, name) => `new URL(webrerankFiles[${JSON.stringify(name)}])`)
        .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
      if (names.length === 0 || script.includes('import.meta'))
        throw new Error('the worker has addresses of another form than the build writes')
      /** @type {Record<string, string>} */
      const files = {}
      for (const name of names) files[name] = pack(await readFile(path.join(dist, name)))
      files['worker.js'] = pack(Buffer.from(script))
      return `export const files = ${JSON.stringify(files)}`
    },
  }
}

/** @param {Buffer} content */
function pack(content) {
  return gzipSync(content, { level: 9 }).toString('base64')
}
