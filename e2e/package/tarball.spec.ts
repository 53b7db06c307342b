import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/site.js'
import { test as base } from '../support/watched.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What an application's author would write. */
const MAIN = `import { createReranker, rerank } from 'webrerank'
const body = JSON.stringify({
  model: 'webrerank/tiny-en',
  query: 'What is a vector database?',
  documents: ['The Eiffel Tower is in Paris.', 'A vector database stores embeddings and finds nearest neighbours.'],
})
const response = await rerank('/v1/rerank', { method: 'POST', body })
const { results, webrerank } = await response.json()
document.title = [results[0].index, webrerank.device, typeof createReranker].join(' ')
`

test('a plain module script from a host without special headers gets the answer', async ({ site }) => {
  await site.page.goto(`${site.origin}/policy.html`)
  await expect(site.page.locator('html')).toHaveAttribute('data-result', '2 results', { timeout: 30_000 })
  expect(await site.page.evaluate(() => crossOriginIsolated)).toBe(false)
})

test("a worker of the caller's own making is used", async ({ site }) => {
  const answer = await site.page.evaluate(async () => {
    const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
    let made = 0
    const worker = () => {
      made++
      return new Worker('/dist/worker.js', { type: 'module' })
    }
    const { results } = await createReranker({ worker }).rank({ query: 'a', documents: ['b', 'c'] })
    return { made, results: results.length }
  })
  expect(answer).toEqual({ made: 1, results: 2 })
})

base.describe('installed from the packed tarball into a bare Vite application', () => {
  let folder: string

  base.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'webrerank-app-'))
    const npm = (...rest: string[]) => execFileSync('npm', rest, { cwd: folder, stdio: 'pipe' }).toString()
    const [{ filename }] = JSON.parse(
      npm('pack', ROOT, '--json', '--ignore-scripts', '--pack-destination', folder),
    )
    mkdirSync(join(folder, 'src'))
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'app', private: true, type: 'module' }),
    )
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><html lang="en"><title>app</title><script type="module" src="/src/main.ts"></script></html>',
    )
    writeFileSync(join(folder, 'src/main.ts'), MAIN)
    const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/vite/package.json'), 'utf8'))
    npm('install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`, `vite@${version}`)
  })
  base.afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

  base('brings no native code, and types that compile', () => {
    const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
    expect(packages['node_modules/webrerank'].dependencies).toBeUndefined()
    expect(Object.keys(packages).join(' ')).not.toMatch(/onnxruntime|sharp|transformers/)
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const flags = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    ]
    execFileSync(process.execPath, [tsc, ...flags, '--types', '', 'src/main.ts'], {
      cwd: folder,
      stdio: 'inherit',
    })
    const notices = readFileSync(join(folder, 'node_modules/webrerank/dist/THIRD_PARTY_NOTICES.md'), 'utf8')
    expect([...notices.matchAll(/^## (\S+) /gm)].map(([, name]) => name)).toEqual([
      '@hono/node-server',
      '@huggingface/tokenizers',
      '@noble/hashes',
      'comlink',
      'hono',
      'minisearch',
      'onnxruntime-web',
      'valibot',
    ])
  })

  base('works in its development server', async ({ page }) => {
    await visit(page, folder, ['--port', '0'])
  })

  base('works in its build, without a configuration', async ({ page }) => {
    execFileSync(process.execPath, [viteOf(folder), 'build', '--logLevel', 'warn'], {
      cwd: folder,
      stdio: 'inherit',
    })
    expect(readdirSync(join(folder, 'dist/assets')).some((name) => name.endsWith('.onnx'))).toBe(true)
    await visit(page, folder, ['preview', '--port', '0'])
  })
})

/** Starts Vite, opens its page, and waits for the ranking that the application writes into its title. */
async function visit(page: Page, folder: string, command: string[]): Promise<void> {
  const vite = spawn(process.execPath, [viteOf(folder), ...command, '--host', 'localhost'], { cwd: folder })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let printed = ''
      const read = (data: Buffer) => {
        printed += stripVTControlCharacters(data.toString())
        const found = /http:\/\/localhost:\d+\//.exec(printed)
        if (found) resolve(found[0])
      }
      vite.stdout.on('data', read)
      vite.stderr.on('data', read)
      vite.on('exit', () => reject(new Error(printed)))
    })
    await page.goto(url)
    await expect(page).toHaveTitle('1 wasm function', { timeout: 60_000 })
  } finally {
    vite.removeAllListeners('exit').kill()
    await once(vite, 'exit')
  }
}

function viteOf(folder: string): string {
  return join(folder, 'node_modules/vite/bin/vite.js')
}
