// Compiles the kernels of the CPU runtime. scripts/build/library.mjs puts them into dist/engine.
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const here = fileURLToPath(new URL('.', import.meta.url))
const OPTIONS = ['--runtime', 'stub', '--noAssert', '-O3', '--converge', '--enable', 'simd']
const MODULES = /** @type {const} */ ({
  plain: ['plain.ts'],
  relaxed: ['relaxed.ts', '--enable', 'relaxed-simd'],
})

/** The modules' names: for every browser, and for those with relaxed SIMD. */
export const KERNEL_MODULES = /** @type {(keyof typeof MODULES)[]} */ (Object.keys(MODULES))

/**
 * A module's bytes: the same for the same source.
 * @param {keyof typeof MODULES} name
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function compileKernels(name) {
  let binary
  const { error, stderr } = await asc.main(
    [...MODULES[name], '--baseDir', here, '--outFile', 'out.wasm', ...OPTIONS],
    {
      writeFile(file, contents) {
        if (file === 'out.wasm') binary = contents
      },
    },
  )
  if (error || !binary) throw new Error(`the kernels do not compile: ${error?.message}\n${stderr}`)
  return binary
}
