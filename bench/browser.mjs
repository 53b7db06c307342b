// A browser with the bench's page, and what is seen of it from outside.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { chromium } from 'playwright'
import { findChromium, launchArguments } from '../scripts/gate/chromium.mjs'
import { serveStatic } from '../scripts/static-server.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The page's code, by its address there. */
const MODULE = '/bench/page.js'
const IMPORTS = {
  '@huggingface/transformers': '/modules/@huggingface/transformers/dist/transformers.web.min.js',
  'onnxruntime-web/webgpu': '/modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs',
  'onnxruntime-common': '/modules/onnxruntime-common/dist/esm/index.js',
}
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script>
  globalThis.longest = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration)
  }).observe({ type: 'longtask', buffered: true })
</script>`

/**
 * A fresh browser that knows nothing, with the page open.
 * @param model what is served under /models
 * @param options `gpu`: the machine's own, since in software WebGPU says nothing about speed
 */
export async function launch(model, { gpu }) {
  const fetched = new Set()
  const site = await serve(model, fetched)
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      ...launchArguments({ gpu: false }),
      ...(gpu ? ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'] : []),
    ],
  })
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  const reload = () => page.goto(site.origin)
  await reload()

  /** Calls a function of page.js. */
  const call = (name, ...rest) =>
    page.evaluate(async ([module, name, rest]) => (await import(module))[name](...rest), [MODULE, name, rest])

  return {
    version: browser.version(),
    reload,
    open: (name, setup) =>
      page.evaluate(
        async ([module, name, setup]) => {
          const { open } = await import(module)
          globalThis.contenders ??= {}
          globalThis.contenders[name] = await open(name, setup)
        },
        [MODULE, name, setup],
      ),
    /** Milliseconds. */
    rank: (name, query, texts) =>
      page.evaluate(
        ([name, query, texts]) => globalThis.contenders[name](query, texts),
        [name, query, texts],
      ),
    score: (setup, query, texts) => call('scoreAll', setup, query, texts),
    encode: (setup, query, texts) => call('encodeAll', setup, query, texts),
    warm: (setup, query, texts) => call('measureWarm', setup, query, texts),
    /** What the page has cost so far. */
    async facts() {
      const cdp = await browser.newBrowserCDPSession()
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
      return {
        peak_memory_bytes: Math.max(...processInfo.map(peakOf)) || null,
        bytes: [...fetched].reduce((sum, file) => sum + compressedSize(file), 0),
        // Long tasks are told a moment after they end.
        longest_task_ms: await page.evaluate(
          () => new Promise((resolve) => setTimeout(() => resolve(globalThis.longest), 200)),
        ),
      }
    },
    async close() {
      await browser.close()
      await site.close()
    },
  }
}

function serve(model, fetched) {
  const folders = {
    '/dist/': path.join(root, 'dist'),
    '/modules/': path.join(root, 'node_modules'),
    [`/models/${model.folder}/`]: model.files,
    '/bench/': path.join(root, 'bench'),
  }
  return serveStatic(folders, {
    page: PAGE,
    before(_request, response) {
      // As a site sends what does not change, so that a second visit finds it.
      response.setHeader('cache-control', 'public, max-age=3600')
    },
    onSent(prefix, file) {
      // The bench's own code is nobody's cost.
      if (prefix !== '/bench/') fetched.add(path.join(folders[prefix], file))
    },
  })
}

/** The most memory that a renderer with its workers ever had, on Linux; 0 elsewhere. */
function peakOf({ type, id }) {
  if (type !== 'renderer') return 0
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

const sizes = new Map()

/** As a server sends it that compresses with brotli on the fly: at its usual quality, for all alike. */
function compressedSize(file) {
  if (!sizes.has(file)) {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
    sizes.set(file, brotliCompressSync(readFileSync(file), options).length)
  }
  return sizes.get(file)
}
