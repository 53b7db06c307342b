import { report } from '../protocol/report.js'
import type { CallOptions } from './types.js'

/** What a listener throws is its own: no call, and no other caller, fails by it. */
export function listener({ onProgress }: CallOptions): NonNullable<CallOptions['onProgress']> {
  return (progress) => {
    try {
      onProgress?.(progress)
    } catch (error) {
      report(error)
    }
  }
}
