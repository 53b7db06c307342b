/**
 * `webrerank/edge/deno`: for Deno, which reads the files from beside this module (`--allow-read`).
 * `Deno.serve(createHandler())` is a server.
 * @module webrerank/edge/deno
 */
import { createPreset } from './preset.js'
import { readFiles } from './read-files.js'

declare const Deno: { readFile(path: URL): Promise<Uint8Array> }

const read = async (path: string) =>
  (await Deno.readFile(new URL(path, import.meta.url))).buffer as ArrayBuffer

const preset = createPreset(() => readFiles(read))

/**
 * Creates a reranker of the built-in model in Deno. Options, and what is thrown, are those of `webrerank/edge`.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/edge/deno'
 *
 * const reranker = createReranker()
 * const { results } = await reranker.rank({ query: 'apple', documents: ['a pear', 'an apple pie'] })
 * ```
 */
export const createReranker = preset.createReranker

/**
 * Creates a handler of requests in every dialect of the rerank API.
 * @example
 * ```ts
 * import { createHandler } from 'webrerank/edge/deno'
 *
 * export default { fetch: createHandler() }
 * ```
 */
export const createHandler = preset.createHandler
