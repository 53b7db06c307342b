import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Follows every link between the pages.
 * @param {string} site the folder of the pages
 * @param {string} [demo] the demo's address, which lies outside of the folder where it is relative to it
 * @throws where a page or an anchor of one is not there
 */
export async function checkLinks(site, demo) {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  )
  const html = new Map(pages.map((file) => [file, readFileSync(path.join(site, file), 'utf8')]))
  const ids = new Map(
    [...html].map(([file, text]) => [
      file,
      new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)),
    ]),
  )
  const problems = []
  for (const [file, text] of html) {
    for (const [, href] of text.matchAll(/<a\s[^>]*href="([^"]+)"/g)) {
      if (/^[a-z]+:/.test(href)) continue
      const [target, hash] = decodeURI(href).split('#')
      const to = target === '' ? file : path.join(path.dirname(file), target)
      if (demo && to === path.normalize(demo)) continue
      if (!ids.has(to)) problems.push(`${file}: ${href} is no page`)
      else if (hash && !ids.get(to).has(hash)) problems.push(`${file}: ${href} is no section`)
    }
  }
  if (problems.length > 0) throw new Error(`links that lead nowhere:\n${problems.join('\n')}`)
}
