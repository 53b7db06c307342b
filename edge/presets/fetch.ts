/**
 * `webrerank/edge/fetch`: the embedded model's files from where a site, a binding or an extension has them.
 * @module webrerank/edge/fetch
 */
import type { EdgeFiles } from 'webrerank/edge'
import { readFiles } from './read-files.js'

/** Options of {@link fetchFiles}. */
export interface FetchFilesOptions {
  /** Asks for a file; such as `env.ASSETS.fetch` of a binding. Default: the platform's `fetch`. */
  fetch?: ((url: string) => Promise<Response>) | undefined
  /** Modules that the platform compiled at its build; those of `engine/` are not fetched then. */
  kernels?: EdgeFiles['kernels'] | undefined
}

/**
 * Makes a function that gives the files, for the option `files`. It fails with the address and the status where one does
 * not come.
 * @param base address of a folder that has `engine/` and `models/` of this package's `dist`
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/edge'
 * import { fetchFiles } from 'webrerank/edge/fetch'
 *
 * const reranker = createReranker({ files: fetchFiles('https://example.com/webrerank/') })
 * ```
 */
export function fetchFiles(
  base: string | URL,
  { fetch = (url) => globalThis.fetch(url), kernels }: FetchFilesOptions = {},
): () => Promise<EdgeFiles> {
  const folder = String(base).replace(/\/?$/, '/')
  const read = async (path: string): Promise<ArrayBuffer> => {
    const { href } = new URL(path, folder)
    const response = await fetch(href)
    if (!response.ok) throw new Error(`${href} answered ${response.status}`)
    return response.arrayBuffer()
  }
  return () => readFiles(read, kernels)
}
