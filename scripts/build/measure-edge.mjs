// What loading the model in an isolate takes, in a process of its own.
import { spawnSync } from 'node:child_process'

const LOAD = `
  import { readFileSync } from 'node:fs'
  const dist = process.argv[1]
  const read = (path) => readFileSync(new URL(path, dist))
  const names = ['tokenizer.json', 'match.bin', 'related.bin', 'vectors.bin', 'onnx/model_quantized.onnx']
  const model = Object.fromEntries(names.map((name) => [name, read('models/webrerank-tiny-en/' + name)]))
  const kernels = { plain: new WebAssembly.Module(read('engine/plain.wasm')) }
  const { createReranker } = await import(new URL('edge.js', dist).href)
  gc()
  const sum = ({ heapUsed, external }) => heapUsed + external
  const reranker = createReranker({ files: { model, kernels } })
  const start = process.cpuUsage()
  await reranker.load()
  const { user, system } = process.cpuUsage(start)
  await reranker.rank({ query: 'a', documents: ['b'] })
  console.log(JSON.stringify({ milliseconds: Math.round((user + system) / 1000), memory: sum(process.memoryUsage()) }))
`

/**
 * CPU time until a model is loaded, and what the process holds then besides its code: the isolate's heap, WebAssembly's
 * memory and the files.
 * @param {string} dist the folder
 * @returns {{ milliseconds: number, memory: number }}
 */
export function measureEdge(dist) {
  const url = `file://${dist}`
  const args = ['--expose-gc', '--input-type=module', '--eval', LOAD, url]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the measurement failed: ${stderr}`)
  return JSON.parse(stdout)
}
