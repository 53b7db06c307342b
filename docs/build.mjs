// Builds the documentation site to docs-site/, from dist/ as it is: pages, API reference, search index, and the files
// of the package that the search box needs. All addresses are relative, so the folder may lie anywhere on any host.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Eleventy } from '@11ty/eleventy'
import * as pagefind from 'pagefind'
import { addresses } from './generator/addresses.js'
import { writeReference } from './generator/api-reference.js'
import { checkLinks } from './generator/links.js'
import { writeRedirects } from './generator/redirects.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = path.join(root, 'docs-site')

process.chdir(root)
await rm(output, { recursive: true, force: true })
await writeReference(root)
const eleventy = new Eleventy('docs', 'docs-site', { configPath: 'docs/eleventy.config.js', quietMode: true })
await eleventy.write()
await writeStyles()
await copyPackage()
await writeRedirects(output)
await checkLinks(output, addresses().demo)
const pages = await writeIndex()
console.log(`docs-site: ${pages} pages, every link found`)
process.exit(0)

/** All style sheets as one: the first paint waits for each. */
async function writeStyles() {
  const files = [
    'design/tokens.css',
    'design/reset.css',
    ...['base', 'text', 'tabs', 'code', 'foot', 'layout', 'media', 'try'].map(themed),
  ]
  const sheets = await Promise.all(files.map((file) => readFile(path.join(root, file), 'utf8')))
  await writeFile(path.join(output, 'theme/site.css'), minify(sheets.join('\n')))
}

/** Without comments and the space that means nothing. */
function minify(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?|(:) /g, '$1$2')
    .replace(/;}/g, '}')
}

function themed(name) {
  return `docs/theme/${name}.css`
}

/**
 * What the search box loads of the package. Its reranker runs on the CPU, so of ONNX Runtime only the build for CPUs is
 * there, for a browser that our own engine fails in.
 */
async function copyPackage() {
  const dist = path.join(root, 'dist')
  await mkdir(path.join(output, 'webrerank'))
  await cp(dist, path.join(output, 'webrerank'), {
    recursive: true,
    filter: (file) =>
      !/types$|server|cli\.js$|ort-(jspi|asyncify)|(ai-sdk|langchain|llamaindex)\.js$/.test(
        path.relative(dist, file),
      ),
  })
}

async function writeIndex() {
  const { index, errors } = await pagefind.createIndex({ keepIndexUrl: true })
  if (!index) throw new Error(errors.join('\n'))
  const { page_count, errors: problems } = await index.addDirectory({ path: output })
  if (problems.length > 0) throw new Error(problems.join('\n'))
  await index.writeFiles({ outputPath: path.join(output, 'pagefind') })
  await pagefind.close()
  return page_count
}
