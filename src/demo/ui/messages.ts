import { isRerankError } from 'webrerank'
import { t } from '../strings/index.js'

export interface Message {
  title: string
  advice: string
  /** The error's own words, for a report. */
  detail: string
}

/** An error as a person should read it: what happened, and what to do. */
export function describeError(error: unknown): Message {
  if (isPartMissing(error)) return { ...message(t.partMissing), detail: String(error) }
  if (!isRerankError(error)) {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { ...message(t.unknownError), detail }
  }
  const offline = error.code === 'download_failed' && !navigator.onLine
  return {
    ...message(offline ? t.offlineError : t.errors[error.code]),
    detail: `${error.code}: ${error.message}`,
  }
}

/** A script of this page that is loaded when it is needed, and was not there. */
function isPartMissing(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message)
}

function message([title, advice]: readonly [title: string, advice: string]): Omit<Message, 'detail'> {
  return { title, advice }
}
