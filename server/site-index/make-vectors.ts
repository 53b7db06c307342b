import { isReference } from '../../src/search/adapters/pagefind-page.js'
import type { SiteVectors } from '../../src/search/adapters/site-vectors.js'
import { createReranker, type ServerRerankerOptions } from '../api/reranker.js'
import { type IndexedPage, readPassages } from './read-pagefind.js'

/** Passages that the model gets at a time. */
const PASSAGES = 256

/**
 * Vectors of all sections of a site. Reference pages, which are only found by their words, have none.
 * @param onPassages told of how many passages are done
 * @throws Error where the model has no word vectors
 */
export async function makeSiteVectors(
  pages: AsyncIterable<IndexedPage>,
  options: Pick<ServerRerankerOptions, 'model'>,
  onPassages: (done: number) => void = () => {},
): Promise<SiteVectors> {
  const reranker = createReranker({ ...options, runtime: 'wasm', threads: 1 })
  const listed: [id: string, sections: number][] = []
  const parts: Uint8Array[] = []
  let { size, table }: { size: number; table?: string | undefined } = { size: 0 }
  let [waiting, done]: [string[], number] = [[], 0]
  const flush = async () => {
    const vectors = await reranker.vectors(waiting)
    if (vectors.size === 0) throw new Error('the model has no word vectors: use the built-in one')
    ;({ size, table } = vectors)
    const { buffer, byteOffset, length } = vectors.data
    parts.push(new Uint8Array(buffer, byteOffset, length))
    done += waiting.length
    onPassages(done)
    waiting = []
  }
  try {
    for await (const { id, page } of pages) {
      if (isReference(page)) continue
      const passages = readPassages(page)
      listed.push([id, passages.length])
      for (const passage of passages) waiting.push(passage)
      if (waiting.length >= PASSAGES) await flush()
    }
    if (waiting.length > 0) await flush()
  } finally {
    reranker.dispose()
  }
  const { buffer, byteOffset, length } = Buffer.concat(parts)
  const data = new Int8Array(buffer, byteOffset, length)
  return { size, ...(table !== undefined && { table }), pages: listed, data }
}
