/**
 * `webrerank/edge/bun`: for Bun, which reads the files from beside this module.
 * `Bun.serve({ fetch: createHandler() })` is a server.
 * @module webrerank/edge/bun
 */
import { createPreset } from './preset.js'
import { readFiles } from './read-files.js'

declare const Bun: { file(path: URL): { arrayBuffer(): Promise<ArrayBuffer> } }

const read = (path: string) => Bun.file(new URL(path, import.meta.url)).arrayBuffer()

const preset = createPreset(() => readFiles(read))

/**
 * Creates a reranker of the built-in model in Bun. Options, and what is thrown, are those of `webrerank/edge`.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/edge/bun'
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
 * import { createHandler } from 'webrerank/edge/bun'
 *
 * export default { fetch: createHandler() }
 * ```
 */
export const createHandler = preset.createHandler
