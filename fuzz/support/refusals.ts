import { isRerankError } from '../../src/protocol/errors.js'

/** The work is done, or refused with an error of ours that has the code. */
export function refusesAs(code: string, work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!isRerankError(error) || error.code !== code) throw error
  }
}

/** The work is done, or ends with an error of ours or of the platform: its message becomes that of an `inference_failed`. */
export function refusesByError(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Error) || error.message === '' || /call stack/.test(error.message)) throw error
  }
}
