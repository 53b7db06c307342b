import { brotliCompressSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { serveFiles } from './support/server.js'

/** Bytes that a page may fetch before a visitor does anything, compressed as a host would. */
const BUDGETS = [
  { name: 'the demo', folder: 'site/', page: 'index.html', bytes: 60_000 },
  { name: 'the documentation', folder: 'docs-site/', page: 'guide.html', bytes: 40_000 },
]

for (const { name, folder, page: address, bytes } of BUDGETS) {
  test(`${name} is painted without a model, a worker, or more than ${bytes} bytes`, async ({ page }) => {
    const server = await serveFiles({ '/': folder })
    const bodies: Promise<{ path: string; bytes: number }>[] = []
    page.on('response', (response) => {
      const body = response.body().then((body) => ({
        path: new URL(response.url()).pathname,
        bytes: brotliCompressSync(body).length,
      }))
      bodies.push(body)
    })
    await page.goto(`${server.origin}/${address}`, { waitUntil: 'networkidle' })
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length)
    expect(paint).toBe(1)
    const fetched = await Promise.all(bodies)
    const paths = fetched.map(({ path }) => path)
    expect(paths).toContain(`/${address}`)
    expect(
      paths.filter((path) =>
        /\.(onnx|wasm|bin)$|worker|tokenizer|\/(models|ort|engine|pagefind)\//.test(path),
      ),
    ).toEqual([])
    expect(page.workers()).toEqual([])
    const sum = fetched.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(sum, paths.join(' ')).toBeLessThan(bytes)
    await server.close()
  })
}
