import { MOST_THREADS, type ServerRerankerOptions } from '../api/reranker.js'
import { readModel } from './model.js'
import { readChoice, readNumber } from './usage.js'

/** Options of each command that scores and ends. */
export const SCORING = {
  model: { type: 'string', default: 'webrerank/tiny-en' },
  runtime: { type: 'string', default: 'auto' },
  threads: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws UsageError naming the option */
export async function readScoring(values: {
  model: string
  runtime: string
  threads?: string | undefined
}): Promise<Pick<ServerRerankerOptions, 'model' | 'runtime' | 'threads'>> {
  return {
    runtime: readChoice('runtime', values.runtime, ['auto', 'native', 'wasm']),
    threads: readNumber('threads', values.threads, 1, MOST_THREADS),
    model: await readModel(values.model),
  }
}
