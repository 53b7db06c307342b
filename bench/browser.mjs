// A browser with the bench's page, and what is seen of it from outside.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { chromium } from 'playwright'
import sirv from 'sirv'
import { findChromium } from '../scripts/chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const IMPORTS = {
  '@huggingface/transformers': '/modules/@huggingface/transformers/dist/transformers.web.min.js',
  'onnxruntime-web/webgpu': '/modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs',
  'onnxruntime-common': '/modules/onnxruntime-common/dist/esm/index.js',
}
const PAGE = `<!doctype html><title>bench</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script>
  globalThis.longest = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration)
  }).observe({ type: 'longtask', buffered: true })
</script>`

export async function launch(model, { gpu }) {
  const fetched = new Set()
  const folders = [
    ['/dist/', path.join(root, 'dist')],
    ['/modules/', path.join(root, 'node_modules')],
    [`/models/${model.folder}/`, model.files],
    ['/bench/', path.join(root, 'bench')],
  ].map(([prefix, folder]) => ({ prefix, folder, serve: sirv(folder, { dev: true }) }))
  const server = createServer((request, response) => {
    if (request.url === '/') return response.setHeader('content-type', 'text/html').end(PAGE)
    const found = folders.find(({ prefix }) => request.url.startsWith(prefix))
    if (!found) return response.writeHead(404).end()
    const rest = request.url.slice(found.prefix.length - 1)
    response.on('finish', () => {
      if (response.statusCode === 200 && found.prefix !== '/bench/')
        fetched.add(path.join(found.folder, rest))
    })
    request.url = rest
    return found.serve(request, response, () => response.writeHead(404).end())
  }).listen(0, '127.0.0.1')
  const executablePath = findChromium()
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      // A GPU of the machine's own: in software, WebGPU says nothing about speed.
      ...(gpu ? ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'] : []),
    ],
  })
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  await page.goto(`http://localhost:${server.address().port}/`)

  return {
    open: (name, setup) =>
      page.evaluate(
        async ([name, setup]) => {
          const { open } = await import('/bench/page.js')
          globalThis.contenders ??= {}
          globalThis.contenders[name] = await open(name, setup)
        },
        [name, setup],
      ),
    rank: (name, query, texts) =>
      page.evaluate(
        ([name, query, texts]) => globalThis.contenders[name](query, texts),
        [name, query, texts],
      ),
    encode: (setup, query, texts) =>
      page.evaluate(
        async ([setup, query, texts]) => {
          const { encodeAll } = await import('/bench/page.js')
          return encodeAll(setup, query, texts)
        },
        [setup, query, texts],
      ),
    warm: (setup, query, texts) =>
      page.evaluate(
        async ([setup, query, texts]) => {
          const { measureWarm } = await import('/bench/page.js')
          return measureWarm(setup, query, texts)
        },
        [setup, query, texts],
      ),
    async facts() {
      const cdp = await browser.newBrowserCDPSession()
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
      return {
        peak_memory_bytes: Math.max(...processInfo.map(peakOf)),
        bytes: [...fetched].reduce((sum, file) => sum + compressedSize(file), 0),
        longest_task_ms: await page.evaluate(() => globalThis.longest),
      }
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

/** The most memory that a renderer ever had, on Linux; 0 elsewhere. */
function peakOf({ type, id }) {
  if (type !== 'renderer') return 0
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

const sizes = new Map()

/** As a compressing server sends it. Large files are compressed with less care, which takes a minute otherwise. */
function compressedSize(file) {
  if (!sizes.has(file)) {
    const bytes = readFileSync(file.replace(/\?.*$/, ''))
    const quality = bytes.length > 5e6 ? 5 : 9
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }
    sizes.set(file, brotliCompressSync(bytes, options).length)
  }
  return sizes.get(file)
}
