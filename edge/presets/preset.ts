import type { EdgeOptions, EdgeReranker, PresetOptions } from 'webrerank/edge'
import { createIsolateHandler, createIsolateReranker, readPrepared } from '../core.js'

/** What a preset exports: the entry's functions, for the embedded model and with its files at hand. */
export interface Preset {
  /** Options, and what is thrown, are those of `webrerank/edge`. */
  createReranker(options?: PresetOptions): EdgeReranker
  /** A handler of requests in every dialect of the rerank API. */
  createHandler(options?: PresetOptions): (request: Request) => Promise<Response>
}

export function createPreset(files: EdgeOptions['files']): Preset {
  return {
    createReranker: (options = {}) => createIsolateReranker({ ...options, files }, readPrepared),
    createHandler: (options = {}) => createIsolateHandler({ ...options, files }, readPrepared),
  }
}
