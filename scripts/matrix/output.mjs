import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * What a build has put into its folder. Binaries of ONNX Runtime are counted by themselves: bundlers rename them, but no other
 * WebAssembly is as large.
 * @param {string} folder
 */
export function describeOutput(folder) {
  let [bytes, runtimes] = [0, 0]
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue
    const { size } = statSync(path.join(entry.parentPath, entry.name))
    bytes += size
    if (/\.(wasm|gz)$/.test(entry.name) && size > 1e6) runtimes += size
  }
  return { bytes, runtimes }
}
