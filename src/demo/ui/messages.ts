import { isRerankError, type RerankErrorCode } from 'webrerank'

export interface Message {
  title: string
  advice: string
  /** The error's own words, for a report. */
  detail: string
}

/** What each error means to a person, and what may be done about it. */
const MEANINGS: Record<RerankErrorCode, readonly [title: string, advice: string]> = {
  invalid_request: ['The request cannot be read', 'Look at the query and the documents.'],
  payload_too_large: [
    'That is too much for one request',
    'Take fewer documents, or split them over several runs.',
  ],
  unsupported_media_type: ['The request cannot be read', 'This is an error of the page.'],
  model_not_found: ['There is no such model', 'Choose a model of the list.'],
  not_found: [
    'There is no such path',
    'The page asked for a path that does not exist: this is an error of the page.',
  ],
  method_not_allowed: ['The request was not a POST', 'This is an error of the page.'],
  download_not_allowed: ['The model needs your consent', 'Allow the download of its files.'],
  download_failed: [
    'The model could not be loaded',
    'Look at the connection and press Rerank again: what has arrived is kept, and the download goes on from there.',
  ],
  integrity_failed: [
    'The model’s files are not the right ones',
    'They arrived damaged or are not what was published, so they were not kept. Press Rerank to fetch them again.',
  ],
  storage_full: ['This device has no room for the model', 'Free some storage and press Rerank again.'],
  unsupported_device: [
    'This device is not available here',
    'The browser offers no WebGPU adapter. Choose CPU (WASM) or Automatic.',
  ],
  out_of_memory: ['The memory was not enough', 'Close other tabs, or take fewer and shorter documents.'],
  upstream_failed: ['The server behind this page failed', 'Press Rerank again in a while.'],
  device_lost: ['The GPU went away', 'Press Rerank again, or choose CPU (WASM).'],
  canary_failed: [
    'The model computes wrong scores here',
    'Its check after loading failed, so nothing was ranked. Choose another device.',
  ],
  inference_failed: ['The model failed', 'Press Rerank again, or choose another device.'],
  worker_crashed: ['The worker stopped', 'Press Rerank again: a new one will start.'],
  queue_full: ['Too many requests are waiting', 'Wait until some are done.'],
  timeout: ['It took too long', 'Press Rerank again, or take fewer documents.'],
  disposed: ['The reranker was closed', 'Press Rerank to start a new one.'],
}

/** An error as a person should read it. */
export function describeError(error: unknown): Message {
  if (isRerankError(error) && error.code === 'download_failed' && !navigator.onLine) {
    return {
      title: 'You are offline',
      advice: 'This model is not on the device yet. Choose one that is, or press Rerank when you are back.',
      detail: `${error.code}: ${error.message}`,
    }
  }
  if (isRerankError(error)) {
    const [title, advice] = MEANINGS[error.code]
    return { title, advice, detail: `${error.code}: ${error.message}` }
  }
  return {
    title: 'Something unforeseen went wrong',
    advice: 'Press Rerank again, or reload the page.',
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }
}
