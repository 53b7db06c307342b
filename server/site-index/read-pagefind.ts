import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type PagefindPage, passagesOf, sectionsOf } from '../../src/search/adapters/pagefind-page.js'

/** A page of Pagefind's index. */
export interface IndexedPage {
  /** By which Pagefind's browser side knows it too. */
  id: string
  page: PagefindPage
}

const ENTRY = 'pagefind-entry.json'
const ENDING = '.pf_fragment'
/** Stands before the JSON of each unpacked file. */
const SIGNATURE = 'pagefind_dcd'

/**
 * The folder with Pagefind's index: the one that is named, or `pagefind` in it.
 * @throws Error where neither holds an index
 */
export async function findPagefind(folder: string): Promise<string> {
  for (const candidate of [folder, path.join(folder, 'pagefind')])
    if (await stat(path.join(candidate, ENTRY)).catch(() => undefined)) return candidate
  throw new Error(`no Pagefind index in ${folder}: neither there nor in ${folder}/pagefind is ${ENTRY}`)
}

/**
 * The pages of an index, in the order of their ids.
 * @param folder with Pagefind's index, of 1.x
 * @throws Error naming a file that cannot be read
 */
export async function* readPages(folder: string): AsyncGenerator<IndexedPage> {
  const fragments = path.join(folder, 'fragment')
  const files = (await readdir(fragments)).filter((file) => file.endsWith(ENDING)).sort()
  for (const file of files) {
    const name = path.join(fragments, file)
    try {
      yield { id: file.slice(0, -ENDING.length), page: readPage(await readFile(name)) }
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
    }
  }
}

/** @throws Error where the bytes are no page of Pagefind */
function readPage(bytes: Uint8Array): PagefindPage {
  const text = gunzipSync(bytes).toString()
  if (!text.startsWith(SIGNATURE)) throw new Error('not a page of Pagefind 1.x')
  const page = JSON.parse(text.slice(SIGNATURE.length)) as PagefindPage
  // As Pagefind's browser side has it: zero-width spaces stand in the raw text alone.
  return { ...page, raw_content: page.content, content: page.content.replaceAll('\u200B', '') }
}

/** What the reranker reads of each section of a page. */
export function readPassages(page: PagefindPage): string[] {
  return passagesOf(page.meta.title ?? '', sectionsOf(page))
}
