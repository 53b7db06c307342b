import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { VECTORS_FILE, writeSiteVectors } from '../../src/search/adapters/site-vectors.js'
import { makeSiteVectors } from '../site-index/make-vectors.js'
import { findPagefind, readPages } from '../site-index/read-pagefind.js'
import { harmless } from '../text/printable.js'
import { readModel } from './model.js'
import { readArguments, UsageError } from './usage.js'

const USAGE = `Usage: webrerank index <folder>

Lets the search box of a large static site find sections by meaning. Reads the index that Pagefind wrote to the folder, or
to its subfolder pagefind, and writes ${VECTORS_FILE} beside it: 64 bytes for each section. Run it after
each run of Pagefind, and after each update of webrerank.

Options:
  --model <model>  model name, or a .json file that describes a model; it needs word vectors (default: webrerank/tiny-en)
  --quiet          print nothing

Exit codes: 0 done, 1 failed, 2 wrong usage.

Example:
  npx pagefind --site public && npx webrerank index public
  <webrerank-search src="/pagefind/" vectors></webrerank-search>
`

/** @returns the exit code */
export async function runSiteIndex(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    model: { type: 'string', default: 'webrerank/tiny-en' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [site, ...more] = positionals
  if (site === undefined || more.length > 0) throw new UsageError(`name one folder\n\n${USAGE}`)
  const model = await readModel(values.model)
  const folder = await findPagefind(site).catch((error: Error) => {
    throw new UsageError(error.message)
  })
  const live = process.stderr.isTTY && !values.quiet
  const vectors = await makeSiteVectors(readPages(folder), { model }, (done) => {
    if (live) process.stderr.write(`\r\u001b[K${done} sections`)
  })
  if (vectors.pages.length === 0) throw new Error(`the index in ${folder} has no pages to search by meaning`)
  const file = path.join(folder, VECTORS_FILE)
  const bytes = writeSiteVectors(vectors)
  await writeFile(file, bytes)
  const sections = vectors.data.length / vectors.size
  if (!values.quiet)
    process.stderr.write(
      `${live ? '\r\u001b[K' : ''}${harmless(file)}: ${sections} sections of ${vectors.pages.length} pages, ${Math.ceil(bytes.length / 1000)} kB\n`,
    )
  return 0
}
