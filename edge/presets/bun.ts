/**
 * `webrerank/edge/bun`: for Bun, which reads the files from beside this module.
 * `Bun.serve({ fetch: createHandler() })` is a server.
 * @module webrerank/edge/bun
 */
import { createPreset } from './preset.js'
import { readFiles } from './read-files.js'

declare const Bun: { file(path: URL): { arrayBuffer(): Promise<ArrayBuffer> } }

const read = (path: string) => Bun.file(new URL(path, import.meta.url)).arrayBuffer()

export const { createReranker, createHandler } = createPreset(() => readFiles(read))
