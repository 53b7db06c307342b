// Plugins of Vite for the demo site.
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Where the page will be, as `DEMO_URL` says: sites that show a link want the full address of its picture. */
export function shareAddress() {
  const address = process.env.DEMO_URL
  return {
    name: 'share-address',
    transformIndexHtml: (/** @type {string} */ html) =>
      address ? html.replace('content="./og.png"', `content="${new URL('og.png', address).href}"`) : html,
  }
}

/**
 * Where the page's links lead: to the documentation at `DOCS_URL`, which may be relative, and to the repository at
 * `REPOSITORY_URL`. Without these they lead to the project's own. A link with `data-page` leads to that page of the
 * documentation.
 */
export function siteLinks({ DOCS_URL: docs, REPOSITORY_URL: source } = process.env) {
  /** @type {Record<string, string | undefined>} */
  const addresses = { docs, source }
  return {
    name: 'site-links',
    transformIndexHtml: (/** @type {string} */ html) =>
      html.replace(
        /href="[^"]*"(?=\s+data-link="(\w+)"(?:\s+data-page="([^"]+)")?)/g,
        (link, /** @type {string} */ name, /** @type {string | undefined} */ page) => {
          const address = addresses[name]
          return address ? `href="${page ? pageOf(address, page) : address}"` : link
        },
      ),
  }
}

/** A page beside the index of a site. @param {string} index @param {string} page */
function pageOf(index, page) {
  return `${index.replace(/(\/[^/]*\.html|\/)?$/, '/')}${page}.html`
}

/** The page without its comments and indentation, which a visitor would wait for; code keeps its own. */
export function smallPage() {
  return {
    name: 'small-page',
    /** @type {'build'} */
    apply: 'build',
    transformIndexHtml: (/** @type {string} */ html) =>
      html
        .split(/(<pre>.*?<\/pre>)/s)
        .map((part) =>
          part.startsWith('<pre>') ? part : part.replace(/<!--.*?-->/gs, '').replace(/\s*\n\s*/g, '\n'),
        )
        .join(''),
  }
}

/** Runtimes of GPUs, which are large and which few visitors need; source maps; the picture for other sites. */
const NOT_KEPT = /\/ort-|og\.png$|sw\.js$|\.map$/

/** Tells the service worker which files there are. */
export function offlineFiles() {
  return {
    name: 'offline-files',
    /**
     * @param {{ dir?: string }} options
     * @param {Record<string, unknown>} bundle
     */
    async writeBundle({ dir = '' }, bundle) {
      // The pages of tests have no service worker.
      if (!('sw.js' in bundle)) return
      const entries = await readdir(dir, { recursive: true, withFileTypes: true })
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
        .filter((name) => !NOT_KEPT.test(`/${name}`))
        .sort()
      const hash = createHash('sha256')
      for (const name of files) hash.update(name).update(await readFile(path.join(dir, name)))
      const worker = path.join(dir, 'sw.js')
      const code = await readFile(worker, 'utf8')
      const list = ['./', ...files.filter((name) => name !== 'index.html')]
      const version = hash.digest('hex').slice(0, 16)
      const constants = `const FILES=${JSON.stringify(list)},VERSION=${JSON.stringify(version)};`
      await writeFile(worker, constants + code)
    },
  }
}
