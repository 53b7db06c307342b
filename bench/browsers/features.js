// Runs in the page: what the browser has of what webrerank uses. Each is tried, in a worker where the worker uses it.

/** A module of relaxed SIMD and one of SIMD, the smallest that validate where the browser knows the instructions. */
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
]

/** What the code of a worker posts: true, false, or an error. */
function inWorker(code, type = 'classic') {
  return new Promise((resolve) => {
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
    const worker = new Worker(url, { type })
    worker.onmessage = ({ data }) => {
      worker.terminate()
      resolve(data)
    }
    worker.onerror = ({ message }) => resolve(message || 'the worker did not start')
  })
}

/** Code of a worker that posts whether the given code runs to its end. */
const tried = (code) =>
  `(async () => { ${code} })().then(() => postMessage(true), ({ name, message }) => postMessage(name + ': ' + message))`

const IN_WORKER = {
  opfs: tried(`const root = await navigator.storage.getDirectory()
    const file = await root.getFileHandle('probe', { create: true })
    const handle = await file.createSyncAccessHandle()
    handle.write(new Uint8Array(3), { at: 0 })
    handle.flush()
    handle.close()
    await root.removeEntry('probe')`),
  cache: tried(`const cache = await caches.open('probe')
    await cache.put(${JSON.stringify(new URL('/probe', location.href).href)}, new Response('probe'))
    await caches.delete('probe')`),
  locks: tried(`await navigator.locks.request('probe', async () => {})`),
}

/** By feature: true, false, or what went wrong. */
export async function findFeatures() {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null)
  return {
    module_workers: await inWorker('postMessage(true)', 'module'),
    simd: WebAssembly.validate(Uint8Array.from(SIMD)),
    relaxed_simd: WebAssembly.validate(Uint8Array.from(RELAXED)),
    abort_any: typeof AbortSignal.any === 'function',
    webgpu: Boolean(navigator.gpu),
    shader_f16: adapter ? adapter.features.has('shader-f16') : 'no adapter here',
    jspi: typeof WebAssembly.Suspending === 'function',
    opfs: await inWorker(IN_WORKER.opfs),
    cache: await inWorker(IN_WORKER.cache),
    locks: await inWorker(IN_WORKER.locks),
    persist: typeof navigator.storage?.persist === 'function',
    device_memory: typeof navigator.deviceMemory === 'number',
    service_worker: 'serviceWorker' in navigator,
    segmenter: typeof Intl.Segmenter === 'function',
    idle_callback: typeof requestIdleCallback === 'function',
    folder_handles: 'getAsFileSystemHandle' in DataTransferItem.prototype,
    request_body: 'body' in Request.prototype,
    trusted_types: typeof trustedTypes === 'object',
  }
}
