import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Pages that have moved: the old name, and the new one. */
const MOVED = {
  clients: 'guides/clients',
  deployment: 'guides/deployment',
  examples: 'index#examples',
  guide: 'guides/rank-in-a-page',
  search: 'guides/static-site-search',
  'threat-model': 'security',
  wire: 'http-api',
}

/** Sections of a page that went elsewhere than the rest of it. */
const SECTIONS = {
  guide: {
    start: 'get-started',
    'long-documents': 'guides/better-results#handle-long-documents',
    'blend-with-a-first-stage': 'guides/better-results#combine-with-keyword-search',
    'tell-whether-anything-answers': 'guides/better-results#detect-that-nothing-answers',
    'show-why': 'guides/better-results#show-why-a-result-matches',
    'find-what-is-said-in-other-words': 'guides/better-results#find-answers-in-other-words',
  },
}

/**
 * Writes a page at each old address. It leads on by itself, also without scripts; with them, a link to a section leads to
 * that section.
 * @throws where a new address does not exist
 */
export async function writeRedirects(site) {
  for (const [name, target] of Object.entries(MOVED)) {
    const sections = SECTIONS[name] ?? {}
    for (const address of [target, ...Object.values(sections)]) await requireTarget(site, address)
    await mkdir(path.dirname(path.join(site, name)), { recursive: true })
    await writeFile(path.join(site, `${name}.html`), page(target, sections))
  }
}

async function requireTarget(site, address) {
  const [file, section] = address.split('#')
  const html = await readFile(path.join(site, `${file}.html`), 'utf8')
  if (section && !html.includes(`id="${section}"`)) throw new Error(`a redirect to ${address} leads nowhere`)
}

function page(target, sections) {
  const address = (to) => to.replace(/^([^#]+)/, '$1.html')
  const known = JSON.stringify(
    Object.fromEntries(Object.entries(sections).map(([section, to]) => [section, address(to)])),
  )
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="refresh" content="1; url=${address(target)}">
    <meta name="robots" content="noindex">
    <link rel="canonical" href="${address(target)}">
    <title>This page has moved · webrerank</title>
    <script type="module">
      const section = location.hash.slice(1)
      const to = ${known}[section] ?? '${address(target)}'
      location.replace(to.includes('#') || !section ? to : to + '#' + section)
    </script>
  </head>
  <body>
    <p>This page has moved. <a href="${address(target)}">Go to the new page</a></p>
  </body>
</html>
`
}
