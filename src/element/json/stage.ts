import { type Remote, releaseProxy, wrap } from 'comlink'
import { startWorker } from '../../protocol/trusted-worker.js'
import type { FirstStage, Hit } from '../../search/types.js'
import { fetchPages } from './fetch-pages.js'
import type { IndexWorker } from './index-worker.js'

/** A first stage that can be put away. */
export interface ClosableStage {
  stage: FirstStage
  close(): void
}

/** The pages that stand inside the element. */
export async function openInline(json: string): Promise<FirstStage> {
  const { createPagesStage } = await import('./pages.js')
  return createPagesStage(JSON.parse(json))
}

/**
 * A file of pages, read in a worker of its own. Where none can be started, as a policy may have it, it is read in the page.
 * @throws Error where the file cannot be read, or is no such list
 */
export async function openFile(address: string): Promise<ClosableStage> {
  const worker = await start().catch(() => undefined)
  if (!worker) {
    const { createPagesStage } = await import('./pages.js')
    return { stage: createPagesStage(await fetchPages(address), address), close() {} }
  }
  const remote: Remote<IndexWorker> = wrap<IndexWorker>(worker)
  const close = () => {
    remote[releaseProxy]()
    worker.terminate()
  }
  try {
    await remote.open(address)
  } catch (error) {
    close()
    throw error
  }
  const stage: FirstStage = (query, { limit, expanded, passages }) =>
    remote.search(query, { limit, expanded, passages }) as Promise<Hit[]>
  return { stage, close }
}

/** A worker that could not be loaded says so by an event; one that runs, by its first message. */
function start(): Promise<Worker> {
  const worker = startWorker(
    () =>
      new Worker(new URL(/* @vite-ignore */ './element-index-worker.js', import.meta.url), {
        type: 'module',
        name: 'webrerank-index',
      }),
    'webrerank-index',
  )
  return new Promise((resolve, reject) => {
    worker.addEventListener('error', reject, { once: true })
    worker.addEventListener('message', () => resolve(worker), { once: true })
  })
}
