import { type ModelStore, readRecord } from './types.js'

const CACHE = 'webrerank-models'
/** Bytes of a part. A file is stored in parts, since an entry of a cache cannot grow. */
const PART = 8 * 2 ** 20

/** Models in Cache Storage, for browsers without a file system that a worker can write to. */
export function createCacheStore(): ModelStore | undefined {
  if (!globalThis.caches) return undefined
  const open = () => caches.open(CACHE)
  const url = (folder: string, path = '', entry = '') =>
    new URL(`/.webrerank/${[folder, path, entry].map(encodeURIComponent).join('/')}`, location.origin).href

  const partsOf = async (cache: Cache, folder: string, path: string): Promise<Blob[]> => {
    const parts: Blob[] = []
    for (;;) {
      const response = await cache.match(url(folder, path, `${parts.length}`))
      if (!response) return parts
      parts.push(await response.blob())
    }
  }
  const removeWhere = async (test: (url: string) => boolean) => {
    const cache = await open()
    for (const request of await cache.keys()) if (test(request.url)) await cache.delete(request)
  }
  /** What comes before an entry's own name. */
  const prefix = (folder: string, path?: string) =>
    path === undefined ? url(folder).replace(/\/+$/, '/') : url(folder, path)

  return {
    kind: 'cache',
    async folders() {
      const names = (await (await open()).keys()).map(({ url }) => new URL(url).pathname.split('/')[2]!)
      return [...new Set(names)].map(decodeURIComponent)
    },
    async records(folder) {
      const cache = await open()
      const requests = (await cache.keys()).filter(
        ({ url }) => url.startsWith(prefix(folder)) && url.endsWith('/record'),
      )
      const texts = await Promise.all(requests.map(async (request) => (await cache.match(request))?.text()))
      return texts.flatMap((text) => readRecord(text ?? '') ?? [])
    },
    async record(folder, path) {
      const response = await (await open()).match(url(folder, path, 'record'))
      return response && readRecord(await response.text())
    },
    async read(folder, path) {
      return new Blob(await partsOf(await open(), folder, path))
    },
    async append(folder, path) {
      const cache = await open()
      const parts = await partsOf(cache, folder, path)
      // A part that is not full is one that was closed early: its bytes are taken back.
      let tail = new Uint8Array(PART)
      let filled = 0
      if (parts.length > 0 && parts.at(-1)!.size < PART) {
        const last = new Uint8Array(await parts.pop()!.arrayBuffer())
        tail.set(last)
        filled = last.length
      }
      let count = parts.length
      const put = (bytes: Uint8Array<ArrayBuffer>) =>
        cache.put(url(folder, path, `${count}`), new Response(bytes))
      return {
        get length() {
          return count * PART + filled
        },
        async append(chunk) {
          for (let at = 0; at < chunk.length; ) {
            const take = Math.min(PART - filled, chunk.length - at)
            tail.set(chunk.subarray(at, at + take), filled)
            filled += take
            at += take
            if (filled < PART) continue
            await put(tail)
            count++
            tail = new Uint8Array(PART)
            filled = 0
          }
        },
        async truncate() {
          const entries = /^\d+$/
          const start = prefix(folder, path)
          await removeWhere((url) => url.startsWith(start) && entries.test(url.slice(start.length)))
          count = filled = 0
        },
        async close() {
          if (filled > 0) await put(tail.slice(0, filled))
        },
      }
    },
    async writeRecord(folder, record) {
      await (await open()).put(url(folder, record.path, 'record'), Response.json(record))
    },
    async remove(folder, path) {
      await (await open()).delete(url(folder, path, 'record'))
      await removeWhere((url) => url.startsWith(prefix(folder, path)))
    },
    async removeFolder(folder) {
      await removeWhere((url) => url.startsWith(prefix(folder)))
    },
  }
}
