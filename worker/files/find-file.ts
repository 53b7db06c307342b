import { RerankError } from '../../src/protocol/errors.js'
import type { Snapshot } from './hub.js'

/** Finds out which files of a model there are. */
export interface Finder {
  isThere(path: string): Promise<boolean>
  /** Where the source tells it. */
  bytesOf(path: string): number | undefined
  /** Whether each answer so far was one: 404 and 410 say that a file is absent, whatever else a server answers does not. */
  isSure(): boolean
  /** @throws RerankError `download_failed` where one was none */
  requireAnswers(): void
}

/** How often a server without an answer is asked, and how many milliseconds lie between. */
const TRIES = 3
const PAUSE = 300

/**
 * @param urlOf where a file would be
 * @param snapshot what the hub says, where the model is there: then nothing is asked
 */
export function createFinder(urlOf: (path: string) => string, snapshot: Snapshot | undefined): Finder {
  let doubt: string | undefined
  /** Whether the host has a page for whatever it does not have, as those of some applications. */
  let pageForAll: Promise<boolean> | undefined
  const hasPageForAll = async () => {
    const name = crypto.getRandomValues(new Uint32Array(4)).join('-')
    return isPage(await ask(urlOf(`webrerank-${name}`)))
  }
  const judge = async (path: string): Promise<boolean> => {
    const response = await ask(urlOf(path))
    if (response?.ok && !isPage(response)) return true
    if (response?.status === 404 || response?.status === 410) return false
    if (isPage(response)) {
      pageForAll ??= hasPageForAll()
      if (await pageForAll) return false
    }
    doubt ??= `${path}: the server ${response ? `answered ${response.status}` : 'cannot be reached'}`
    return false
  }
  return {
    isThere: async (path) => (snapshot ? snapshot.files.has(path) : judge(path)),
    bytesOf: (path) => snapshot?.files.get(path)?.bytes,
    isSure: () => doubt === undefined,
    requireAnswers() {
      if (doubt !== undefined) throw new RerankError('download_failed', doubt)
    },
  }
}

async function ask(url: string): Promise<Response | undefined> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, {
      method: 'HEAD',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    }).catch(() => undefined)
    const passes = !response || response.status === 408 || response.status === 429 || response.status >= 500
    if (!passes || tries === TRIES) return response
    await new Promise((resolve) => setTimeout(resolve, PAUSE * tries))
  }
}

function isPage(response: Response | undefined): boolean {
  return Boolean(response?.ok && response.headers.get('content-type')?.startsWith('text/html'))
}
