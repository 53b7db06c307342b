import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { addresses, editAddress } from './generator/addresses.js'
import { REFERENCE } from './generator/api-reference.js'
import { expandIncludes } from './generator/include.js'
import { setUpMarkdown } from './generator/markdown.js'
import { isOpen, navigation, neighbours } from './generator/navigation.js'

/** What stands above the list of entries, in place of TypeDoc's own words. */
const OVERVIEW = `# API reference

Everything the package exports, generated from its sources: types, units, defaults, errors and examples. Each entry point has a
page.
`

export default function configure(eleventy) {
  eleventy.setUseGitIgnore(false)
  for (const ignored of [
    'docs/node_modules/**',
    'docs/generator/**',
    'docs/theme/**',
    'docs/decisions/**',
    'docs/README.md',
  ])
    eleventy.ignores.add(ignored)
  eleventy.addPreprocessor('include', 'md', (data, content) => expandIncludes(content, data.page.inputPath))
  eleventy.amendLibrary('md', setUpMarkdown)
  for (const [file, content] of readReference()) {
    if (file === 'README.md')
      eleventy.addTemplate('api/index.md', content.replace(/^# .*\n\n## .*/, OVERVIEW))
    else eleventy.addTemplate(`api/${file}`, content)
  }
  eleventy.addTemplate('changelog.md', readFileSync('CHANGELOG.md', 'utf8'))

  // Files with an ending, since a bare host may know no index but that of the root.
  eleventy.addGlobalData('layout', 'layout.njk')
  eleventy.addGlobalData('eleventyComputed', {
    permalink: ({ page }) => `${page.filePathStem}.html`,
    title: ({ page }) => plain(/^# (.*)/m.exec(page.rawInput)?.[1] ?? ''),
    description: ({ page }) => plain(/^(?![#|<`\s-]).+(\n(?!\n).+)*/m.exec(page.rawInput)?.[0] ?? ''),
  })

  eleventy.addGlobalData('site', addresses())
  eleventy.addGlobalData('script', inlineScript())
  eleventy.addFilter('editAddress', editAddress)
  eleventy.addFilter('relative', (to, from) => relative(to, from))
  eleventy.addFilter('navigation', navigation)
  eleventy.addFilter('neighbours', neighbours)
  eleventy.addFilter('isOpen', isOpen)
  eleventy.addFilter('contents', contents)
  eleventy.addPassthroughCopy({
    'src/demo/public/favicon.svg': 'theme/favicon.svg',
    'docs/theme/try.js': 'theme/try.js',
    'docs/pictures': 'pictures',
  })

  return { dir: { includes: 'theme', data: 'theme/data' }, markdownTemplateEngine: false }
}

/** The pages of the reference by their names, without what makes them long and helps nobody. */
function readReference() {
  const files = readdirSync(REFERENCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  )
  const pages = files.map((file) => [file, readFileSync(path.join(REFERENCE, file), 'utf8')])
  const links = pages.map(([, content]) => content.match(/#property-[\w-]+(?=\))/g) ?? [])
  const linked = new Set(links.flat().map((link) => link.slice(1)))
  return pages.map(([file, content]) => [file, shorten(content, linked)])
}

/**
 * Without anchors that no link leads to, and without the list of all codes of errors, which TypeDoc writes wherever their
 * type is used: the type's name says as much.
 */
function shorten(content, linked) {
  return (
    content
      .replace(/<a id="(property-[^"]+)"><\/a> /g, (anchor, id) => (linked.has(id) ? anchor : ''))
      .replace(/(?:\\\| `"\w+"` ?){16,}/g, '`RerankErrorCode` ')
      // Nor with the bar that a type over several lines begins with.
      .replace(/(?<=^\|.*\| )\\\| (?=`)/gm, '')
  )
}

/** The script of every page, short, with the hash by which the policy of the page allows it. */
function inlineScript() {
  const source = readFileSync('docs/theme/page.js', 'utf8')
  const text = source.replace(/^\s*\/\/.*\n/gm, '').replace(/\n\s+/g, '\n')
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
}

/** The address of one page as seen from another. */
function relative(to, from) {
  const target = to.endsWith('/') ? `${to}index.html` : to
  return path.posix.relative(path.posix.dirname(from.endsWith('/') ? `${from}index` : from), target)
}

/** Markdown's own signs taken out of one line of text. */
function plain(markdown) {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*\\]/g, '')
    .replace(/\s+/g, ' ')
}

/** The headings of one level of a page's HTML. */
function contents(html, level) {
  const heading = new RegExp(`<h${level} id="([^"]+)"[^>]*>(.*?)</h${level}>`, 'gs')
  return [...html.matchAll(heading)].map(([, id, inner]) => ({
    id,
    title: inner.replace(/<a class="anchor".*?<\/a>/s, '').replace(/<[^>]+>/g, ''),
  }))
}
