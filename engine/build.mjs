// Compiles the kernels of the CPU engine. scripts/build.mjs puts them into dist/engine.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Each module and the instructions that it has beyond those of every browser. */
export const ENGINE_MODULES = { plain: ['simd'], relaxed: ['simd', 'relaxed-simd'] }

/**
 * One module's bytes: the same for the same source.
 * @param {keyof typeof ENGINE_MODULES} name
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function compileEngine(name) {
  const features = ENGINE_MODULES[name].flatMap((feature) => ['--enable', feature])
  let binary
  const { error, stderr } = await asc.main(
    [
      `${name}.ts`,
      ...['--baseDir', here, '--outFile', 'out.wasm', '--runtime', 'stub', '--noAssert', '-O3', '--converge'],
      ...features,
    ],
    {
      writeFile(file, contents) {
        if (file === 'out.wasm') binary = contents
      },
    },
  )
  if (error || !binary) throw new Error(`the engine does not compile: ${error?.message}\n${stderr}`)
  return binary
}

/** @param {string} folder */
export async function buildEngine(folder) {
  await mkdir(folder, { recursive: true })
  for (const name of /** @type {const} */ (['plain', 'relaxed']))
    await writeFile(path.join(folder, `${name}.wasm`), await compileEngine(name))
}
