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

export const { createReranker, createHandler } = createPreset(() => readFiles(read))
