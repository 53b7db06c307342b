import { invalid } from '../protocol/errors.js'
import type { RerankerOptions } from './types.js'

/** Options in milliseconds. */
const TIMES = ['timeout', 'startTimeout', 'watchdog', 'idleTimeout', 'stallTimeout'] as const
/** Options that are counts. Infinity is no bound. */
const COUNTS = ['maxDocuments', 'maxBodyBytes', 'maxQueue'] as const
/** More milliseconds than a timer has, which is 24 days. */
const TOO_LONG = 2 ** 31

/**
 * Checks what the types cannot, in a page without them. Called at the first use of a reranker.
 * @throws RerankError `invalid_request` that names the option
 */
export function checkOptions(options: RerankerOptions): void {
  const { device, host } = options
  if (device !== undefined && !['auto', 'webgpu', 'wasm'].includes(device))
    throw invalid('device', `must be 'auto', 'webgpu' or 'wasm', not ${shown(device)}`)
  for (const name of TIMES) {
    const value = options[name]
    if (value !== undefined && !(isNumber(value) && value >= 0 && (value < TOO_LONG || value === Infinity)))
      throw invalid(
        name,
        `must be a time in milliseconds below 2^31, or Infinity for no limit, not ${shown(value)}`,
      )
  }
  for (const name of COUNTS) {
    const value = options[name]
    if (value !== undefined && !(isNumber(value) && value >= 0))
      throw invalid(name, `must be a number of at least 0`)
  }
  if (host !== undefined && !isWebAddress(host)) throw invalid('host', 'must be an http or https URL')
}

/**
 * @returns the texts of a corpus
 * @throws RerankError `invalid_request` that names what is no text
 */
export function readTexts(documents: unknown): readonly string[] {
  if (!Array.isArray(documents)) throw invalid('documents', 'must be an array of strings')
  // By index: holes are no texts either.
  for (let i = 0; i < documents.length; i++)
    if (typeof documents[i] !== 'string') throw invalid(`documents[${i}]`, 'must be a string')
  return documents
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function isWebAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

/** A value in a message. Not every one can be made a text, nor is every one short. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`
}
